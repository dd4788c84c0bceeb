using System.Collections.Concurrent;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A sweep over a server at which everything goes wrong now and then.</summary>
public sealed class FaultySweepTests : IDisposable
{
    private const int Questions = 26;

    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private static readonly FakeFault[] Faults =
    [
        FakeFault.Http(429, "slow down"),
        FakeFault.Http(503, "server busy, please try again", "0"),
        FakeFault.Http(500, "unexpected EOF"),
        FakeFault.Http(500, "cudaMalloc failed: out of memory"),
        new(FakeFaultKind.ResetBefore),
        new(FakeFaultKind.ResetDuring),
        new(FakeFaultKind.ErrorLine, Body: "llama runner process no longer running"),
        new(FakeFaultKind.NoFinal),
        new(FakeFaultKind.Malformed),
        new(FakeFaultKind.OnlyLoaded),
        new(FakeFaultKind.TruncateSilently),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_ends_complete_after_resumes_with_each_trial_once_and_none_mislabelled()
    {
        var truncated = new ConcurrentDictionary<string, bool>();
        var chance = new Seed(5).Stream();
        var gate = new Lock();
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
            Fault = request =>
            {
                // Every fault at a rate of 5%: more than every third request fails in one way or another.
                lock (gate)
                {
                    var draw = chance.Next(100);
                    var fault = request.NumPredict == 1 || draw >= 5 * Faults.Length ? null : Faults[draw / 5];
                    if (fault?.Kind == FakeFaultKind.TruncateSilently)
                        truncated[request.Prompt] = true;
                    return fault;
                }
            },
        });
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [4096], Documents = 3, OutputDirectory = _folder["run"] };
        var runs = 0;
        SweepFinished finished;
        do
        {
            finished = await RunAsync(options);
            runs++;
        }
        while ((finished.End != SweepEnd.Complete || finished.Finished < finished.Trials) && runs < 20);

        finished.Trials.Should().Be(3 * Questions);
        var trials = RunReader.Read(_folder["run"]).Trials;
        trials.Select(t => t.Key).Should().OnlyHaveUniqueItems().And.HaveCount(3 * Questions);
        trials.Should().OnlyContain(t => t.Outcome == Outcome.Correct || t.Outcome == Outcome.Truncated);
        trials.Count(t => t.Outcome == Outcome.Truncated).Should().BeInRange(1, truncated.Count);
        runs.Should().BeGreaterThan(1, "some trials must have failed for good at first");
    }

    private static async Task<SweepFinished> RunAsync(SweepOptions options)
    {
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options, new SweepEnvironment { Retry = Asking.Quick }, CancellationToken.None, TestContext.Current.CancellationToken))
            finished = happened as SweepFinished ?? finished;
        return finished!;
    }
}
