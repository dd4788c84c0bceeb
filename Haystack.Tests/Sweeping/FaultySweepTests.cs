using FluentAssertions;
using Haystack.Inference.Calling;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A sweep over a server at which everything goes wrong now and then: every row of docs/faults.md that a request can meet, at 5% each.</summary>
public sealed class FaultySweepTests : IDisposable
{
    private const int Questions = 26;

    /// <summary>Before an answer begins.</summary>
    private static readonly FakeFault[] Before =
    [
        FakeFault.Http(429, "slow down"),
        FakeFault.Http(429, "slow down", "0"),
        FakeFault.Http(503, "server busy, please try again"),
        FakeFault.Http(503, "server busy, please try again", "0"),
        FakeFault.Http(502, "bad gateway"),
        FakeFault.Http(500, "unexpected EOF"),
        FakeFault.Http(500, "cudaMalloc failed: out of memory"),
        FakeFault.Http(404, "model 'test:7b' not found"),
        FakeFault.Http(400, "request (4300 tokens) exceeds the available context size (4096 tokens)"),
        new(FakeFaultKind.ResetBefore),
    ];

    /// <summary>While it comes, and at its end.</summary>
    private static readonly FakeFault[] During =
    [
        new(FakeFaultKind.ResetDuring),
        new(FakeFaultKind.ErrorLine, Body: "llama runner process no longer running"),
        new(FakeFaultKind.NoFinal),
        new(FakeFaultKind.Malformed),
        new(FakeFaultKind.EndlessLine),
        new(FakeFaultKind.OnlyLoaded),
        new(FakeFaultKind.EmptyAnswer),
        new(FakeFaultKind.NoCount),
        new(FakeFaultKind.Loops),
        new(FakeFaultKind.Rambles),
        new(FakeFaultKind.TooLong),
        new(FakeFaultKind.TruncateSilently),
    ];

    private static readonly FakeFault[] Stalls = [new(FakeFaultKind.StallBefore), new(FakeFaultKind.StallDuring)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("before an answer")]
    [InlineData("during and after it")]
    public Task It_ends_complete_after_resumes_with_each_trial_once_and_none_mislabelled(string when) =>
        CheckAsync(when == "before an answer" ? Before : During, documents: 2);

    [Theory]
    [InlineData("before an answer")]
    [InlineData("during and after it")]
    [Trait("Category", "Slow")]
    public Task The_same_with_stalls_and_more_documents(string when) =>
        CheckAsync([.. when == "before an answer" ? Before : During, .. Stalls], documents: 4);

    private async Task CheckAsync(IReadOnlyList<FakeFault> faults, int documents)
    {
        await using var server = await FaultyServer.StartAsync(faults, refuses: faults.Contains(Before[0]));
        var options = new SweepOptions
        {
            Models = ["test:7b"],
            Endpoint = server.Endpoint,
            Contexts = [4096],
            Documents = documents,
            Parallel = 4,
            Cache = CacheMode.On,
            // Only the stalls run into it.
            TrialTimeout = TimeSpan.FromSeconds(20),
            OutputDirectory = _folder["run"],
        };
        var (runs, unvouched) = (0, new HashSet<string>());
        // A row is told here and not stored where its question is asked again without company.
        var aside = new List<TrialAskedAgain>();
        SweepFinished finished;
        do
        {
            await server.ReadyAsync(TestContext.Current.CancellationToken);
            finished = await RunAsync(options, aside);
            var sofar = RunReader.Read(_folder["run"]).Trials;
            sofar.Select(t => t.Key).Should().OnlyHaveUniqueItems();
            finished.Finished.Should().Be(sofar.Count(t => t.Outcome != Outcome.Failed));
            var keys = aside.Where(a => IsUnvouched(a.Reason)).Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
            unvouched.UnionWith(sofar.Where(t => IsUnvouched(t.Fault) || keys.Contains(t.Key)).Select(t => t.PromptSha256));
            runs++;
        }
        while (finished.End != SweepEnd.Complete && runs < 60);

        finished.End.Should().Be(SweepEnd.Complete, finished.Reason);
        finished.Trials.Should().Be(documents * Questions);
        var trials = RunReader.Read(_folder["run"], withTexts: true).Trials;
        trials.Should().HaveCount(documents * Questions);
        trials.Select(t => (t.DocumentId, t.Chain, t.Arm)).Should().OnlyHaveUniqueItems();
        server.ShouldBeWhatIsStored(trials, unvouched);
        server.Faults.Should().BeGreaterThan(server.Questions / 4);
        // A question that failed in company is asked once more alone: whether one stays refused until the next run is a matter of time.
        if (faults.Contains(Before[0]))
            server.Refusals.Should().BeGreaterThan(1);

        runs.Should().BeGreaterThan(1, "some trials must have failed for good at first");
    }

    private static async Task<SweepFinished> RunAsync(SweepOptions options, List<TrialAskedAgain> aside)
    {
        var environment = new SweepEnvironment { Retry = TestRequest.Quick, Limits = new CallLimits { Stall = TimeSpan.FromSeconds(3) } };
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options, environment, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            if (happened is TrialAskedAgain again)
                aside.Add(again);
            finished = happened as SweepFinished ?? finished;
        }

        return finished!;
    }

    private static bool IsUnvouched(string? fault) =>
        fault?.StartsWith("answered, but the model's digest could not be looked at", StringComparison.Ordinal) == true;
}
