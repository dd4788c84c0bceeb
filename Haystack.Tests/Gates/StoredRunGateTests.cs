using FluentAssertions;
using Haystack.Facts;
using Haystack.Gates;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Gates;

public sealed class StoredRunGateTests
{
    private static StoredGate Gate(string model) => AccuracyGate.ForRun(SampleRuns.Typical, "runs/typical", model);

    [Fact]
    public void A_perfect_reader_passes() =>
        Gate("builtin/oracle").RequireAccuracy(0.8).Check().Verdict.Should().Be(GateVerdict.Pass);

    [Fact]
    public void A_short_sighted_reader_fails_and_the_message_explains_it()
    {
        var failed = FluentActions.Invoking(() => Gate("openai/mystery-large").RequireAccuracy(0.95).Check()).Should().Throw<GateFailedException>().Which;
        failed.GetType().GetInterfaces().Should().Contain(i => i.Name == "IAssertionException");
        failed.Message.Should().Contain("openai/mystery-large").And.Contain("required at least 0.95:").And.Contain("worst:").And.Contain("haystack show runs/typical ");
        failed.Message.Split('\n').Count(l => l.StartsWith("  trial ", StringComparison.Ordinal)).Should().Be(3);
    }

    [Fact]
    public void Too_few_answers_are_a_skip_and_strict_ones_a_failure()
    {
        var trial = SampleRuns.Typical.Trials.First(t => t is { Model: "builtin/oracle", Arm: Arm.Pair });
        var gate = AccuracyGate.ForRun(SampleRuns.Typical with { Trials = [trial] }, "r").RequireAccuracy(0.8);
        FluentActions.Invoking(() => gate.Check()).Should().Throw<GateSkippedException>().WithMessage("$XunitDynamicSkip$*undecided*");
        FluentActions.Invoking(() => gate.Strict().Check()).Should().Throw<GateFailedException>();
    }

    [Fact]
    public void A_run_without_answers_fails_whatever_the_threshold() =>
        AccuracyGate.ForRun(SampleRuns.AllInvalid, "r").RequireAccuracy(0.01).Decide().Should()
            .Match<GateResult>(r => r.TooManyInvalid && r.Verdict == GateVerdict.Fail);

    [Fact]
    public void A_run_is_no_worse_than_itself()
    {
        var oracle = SampleRuns.Typical with { Trials = [.. SampleRuns.Typical.Trials.Where(t => t.Model == "builtin/oracle")] };
        AccuracyGate.ForRun(oracle, "r").RequireNoWorseThan(oracle, 0.05).Decide().Verdict.Should().Be(GateVerdict.Pass);
    }

    [Theory]
    [InlineData(20, GateVerdict.Inconclusive)]
    [InlineData(40, GateVerdict.Fail)]
    public void From_few_documents_not_above_chance_is_no_finding(int documents, GateVerdict verdict)
    {
        var run = GateRuns.Of("made", Enumerable.Range(0, documents).SelectMany(d => new[] { 0, 256, 1024, 2048 }.SelectMany((distance, c) =>
            new[] { GateRuns.Row(d, 2 * c, distance, Outcome.OneHop), GateRuns.Row(d, (2 * c) + 1, distance, Outcome.OneHop) })));
        var check = AccuracyGate.ForRun(run, "made", "builtin/oracle").RequireD50("1k").Decide().Checks.Single();
        check.Verdict.Should().Be(verdict, check.Text);
        check.Text.Should().Contain(verdict == GateVerdict.Fail ? "not above chance even at the smallest distance" : "not shown to be above chance at the smallest distance, and 20 documents are too few");
    }
}
