using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Gates;
using Haystack.LiveGates;
using Haystack.Rereading;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Gates;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.LiveGates;

public sealed class LiveGateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The corpus that is quickest to make.</summary>
    private static readonly SweepOptions Basis = new() { Corpus = "noise" };

    private LiveGate Gate(string model, string run = "run") =>
        AccuracyGate.For(model, Basis).WithContext("1k").AtDistance("256").InFamily("link").StoredIn(_folder[run]);

    [Fact]
    public async Task A_perfect_reader_passes_at_the_first_look()
    {
        var lines = new List<string>();
        var result = await Gate("builtin/oracle").RequireAccuracy(0.8).Reporting(lines.Add).CheckAsync(TestContext.Current.CancellationToken);
        result.Verdict.Should().Be(GateVerdict.Pass);
        result.Checks.Single().Text.Should().StartWith("accuracy 64/64 = 1.000, exact 95% bounds ").And.EndWith("decided at look 1");
        var rows = RunReader.Read(result.Directory).Trials;
        rows.Should().HaveCount(64).And.OnlyContain(t => t.DistanceTokens == 256 && t.Arm == Arm.Pair);
        lines.Should().ContainSingle(l => l == "8 of at most 40 documents: accuracy passed");
    }

    [Fact]
    public async Task A_short_sighted_reader_fails_with_the_whole_explanation()
    {
        var gate = Gate("builtin/window-128").RequireAccuracy(0.8);
        var failed = (await FluentActions.Awaiting(() => gate.CheckAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<GateFailedException>()).Which;
        failed.GetType().GetInterfaces().Should().Contain(i => i.Name == "IAssertionException");
        // Names and keys come from the generator, which has tests of its own.
        var text = failed.Message.Replace(_folder["run"], "runs/mine", StringComparison.Ordinal);
        Approve.Text(Regex.Replace(Regex.Replace(text, "[0-9a-f]{32}", "KEY"), "expected [A-Za-z]+", "expected NAME"));
    }

    [Fact]
    public async Task Without_a_server_it_is_a_skip_with_the_reason_even_where_undecided_fails_unless_required()
    {
        var gate = AccuracyGate.For("qwq:32b", new SweepOptions { Endpoint = "http://127.0.0.1:9" }).WithContext("1k").RequireAccuracy(0.8).Strict();
        (await FluentActions.Awaiting(() => gate.CheckAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<GateSkippedException>())
            .WithMessage("$XunitDynamicSkip$qwq:32b was not asked: *127.0.0.1:9*");
        (await FluentActions.Awaiting(() => gate.Required().CheckAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<GateFailedException>())
            .WithMessage("qwq:32b was not asked: *required*");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_budget_that_ends_undecided_is_a_skip_and_strict_a_failure()
    {
        var gate = Gate("simulated/flat-0.8").RequireAccuracy(0.8).WithAtMostDocuments(12);
        var result = await gate.DecideAsync(TestContext.Current.CancellationToken);
        result.Verdict.Should().Be(GateVerdict.Inconclusive, result.Message);
        result.Message.Should().Contain("asked about 12 of at most 12 documents").And.Contain("documents decide");
        await FluentActions.Awaiting(() => gate.CheckAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<GateSkippedException>();
        await FluentActions.Awaiting(() => gate.Strict().CheckAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<GateFailedException>();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_command_of_the_message_shows_the_prompt_that_was_sent()
    {
        var result = await Gate("builtin/window-128").RequireAccuracy(0.8).DecideAsync(TestContext.Current.CancellationToken);
        // Its documents were made for the gate alone: every chain at one distance.
        var run = RunReader.Read(result.Directory, withTexts: true);
        var trial = run.Trials[^1];
        var prompt = await StoredPrompt.RebuildAsync(run, trial, endpoint: null, ManifestOptions.LongestUnasked, TestContext.Current.CancellationToken);
        prompt.ContentSha256().Should().Be(trial.PromptSha256);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task What_is_decided_is_not_asked_about_any_more()
    {
        var result = await Gate("builtin/oracle").RequireAccuracy(0.8).RequireHallucinationAtMost(0.2).DecideAsync(TestContext.Current.CancellationToken);
        result.Verdict.Should().Be(GateVerdict.Pass, result.Message);
        var rows = RunReader.Read(result.Directory).Trials;
        rows.Count(t => t.Arm == Arm.Pair).Should().Be(64);
        rows.Count(t => t.Arm == Arm.Absent).Should().BeGreaterThan(16);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_model_is_held_against_a_stored_run_on_its_very_documents()
    {
        var options = Basis with { Models = ["builtin/oracle"], Contexts = [1024], Distances = [Haystack.Planning.Distance.Of(256)], Documents = 12, Arms = [Arm.Pair], OutputDirectory = _folder["base"] };
        await foreach (var _ in Sweep.RunAsync(options, TestContext.Current.CancellationToken, TestContext.Current.CancellationToken))
        {
        }

        var other = RunReader.Read(_folder["base"]);
        var worse = await AccuracyGate.For("builtin/window-128").RequireNoWorseThan(other, 0.05).StoredIn(_folder["worse"]).DecideAsync(TestContext.Current.CancellationToken);
        worse.Verdict.Should().Be(GateVerdict.Fail, worse.Message);
        RunReader.Read(_folder["worse"]).Trials.Select(t => (t.DocumentId, t.Chain)).Should().BeEquivalentTo(other.Trials.Select(t => (t.DocumentId, t.Chain)));
        var far = await AccuracyGate.For("builtin/oracle").AtDistance("256").RequireNoWorseThan(other, 0.2).StoredIn(_folder["far"]).DecideAsync(TestContext.Current.CancellationToken);
        far.Verdict.Should().Be(GateVerdict.Pass, far.Message);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task D85_and_the_penalty_are_measured_over_the_whole_grid()
    {
        var gate = AccuracyGate.For("builtin/oracle", Basis with { Distances = [Haystack.Planning.Distance.Of(128), Haystack.Planning.Distance.Of(256)] })
            .WithContext("1k").RequireD85("256").RequirePenaltyAtMost(0.2).StoredIn(_folder["run"]);
        var result = await gate.CheckAsync(TestContext.Current.CancellationToken);
        // A perfect reader is clear before the end: the penalty half-way, D85 once its limit from 128 tokens on is certain.
        result.Message.Should().Contain("asked about 24 of at most 32 documents");
    }

    [Fact]
    public async Task A_gate_that_cannot_be_carried_out_asks_nothing()
    {
        await Refused(AccuracyGate.For("builtin/oracle").RequireAccuracy(0.8), "*needs a context length*");
        await Refused(Gate("builtin/oracle"), "*no threshold*");
        await Refused(Gate("builtin/oracle").RequireAccuracy(0.99).WithAtMostDocuments(8), "*not even a perfect model could pass; * are the least*");
        await Refused(Gate("builtin/oracle").WithArm(Arm.ClosedBook).RequireAccuracy(0.8), "*closed-book*");
        Directory.Exists(_folder["run"]).Should().BeFalse();

        static async Task Refused(LiveGate gate, string says) =>
            (await FluentActions.Awaiting(() => gate.DecideAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<HaystackException>()).WithMessage(says);
    }

    [Fact]
    public void A_model_given_up_before_it_answered_fails()
    {
        var conditions = AccuracyGate.For("m").AtDistance("1k").RequireAccuracy(0.8).RequireHallucinationAtMost(0.1).Conditions;
        var rows = Enumerable.Range(0, 8).Select(i => GateRuns.Row(0, i, 1024, Outcome.Failed) with { Fault = "no answer from the \u001b[31mserver" });
        var looks = new LiveGateLooks(conditions, new SweepOptions(), 40);
        var result = looks.Conclude(GateRuns.Of("r", rows), "r", "builtin/oracle", "8 trials in a row failed");
        result.Should().Match<GateResult>(r => r.TooManyInvalid && r.Verdict == GateVerdict.Fail);
        result.Message.Should().Contain("8 of 8 trials are not answers").And.Contain("given up: 8 trials in a row failed").And.NotContain("\u001b");
    }
}
