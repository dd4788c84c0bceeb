using FluentAssertions;
using Haystack.Gates;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Gates;

/// <summary>Gates decide by the worse reading of ambiguous replies, and not at all where readings disagree.</summary>
public sealed class AmbiguousGateTests
{
    [Theory]
    [InlineData(9, 1, 0.8, GateVerdict.Pass)]
    [InlineData(6, 4, 0.8, GateVerdict.Inconclusive)]
    [InlineData(2, 1, 0.8, GateVerdict.Fail)]
    public void Accuracy(int right, int ambiguous, double required, GateVerdict expected)
    {
        var result = Gate(Run(40, c => c < right ? Outcome.Correct : c < right + ambiguous ? Outcome.Ambiguous : Outcome.OneHop)).RequireAccuracy(required).Decide();
        result.Verdict.Should().Be(expected);
        result.Message.Should().Contain(expected == GateVerdict.Inconclusive
            ? "ambiguous replies, counted wrong, decide it (100% by another reading); haystack review settles them"
            : "ambiguous replies, counted wrong, change the verdict by no reading");
    }

    [Fact]
    public void A_person_who_settles_them_decides_the_gate()
    {
        var run = Run(40, c => c < 6 ? Outcome.Correct : Outcome.Ambiguous);
        var settled = run with { Trials = [.. run.Trials.Select(t => t.Outcome == Outcome.Ambiguous ? t with { Outcome = Outcome.Correct, ReadAs = Outcome.Ambiguous } : t)] };
        Gate(run).RequireAccuracy(0.8).Decide().Verdict.Should().Be(GateVerdict.Inconclusive);
        Gate(settled).RequireAccuracy(0.8).Decide().Verdict.Should().Be(GateVerdict.Pass);
    }

    [Fact]
    public void The_penalty_is_decided_by_ambiguous_replies_on_the_side_where_they_hurt()
    {
        // Counted wrong on both sides there is no penalty; right near and wrong far there is one of half of all.
        TrialRow Row(int d, int c) => GateRuns.Row(d, c, c < 5 ? 0 : 4096, c % 5 < 2 ? Outcome.Correct : Outcome.Ambiguous);
        var run = GateRuns.Of("made", Enumerable.Range(0, 30).SelectMany(d => Enumerable.Range(0, 10).Select(c => Row(d, c))));
        Gate(run).RequirePenaltyAtMost(0.2).Decide().Verdict.Should().Be(GateVerdict.Inconclusive);
        var clear = run with { Trials = [.. run.Trials.Select(t => t.Outcome == Outcome.Ambiguous ? t with { Outcome = Outcome.OneHop } : t)] };
        Gate(clear).RequirePenaltyAtMost(0.2).Decide().Verdict.Should().Be(GateVerdict.Pass);
    }

    [Fact]
    public void A_comparison_that_rests_on_ambiguous_replies_of_the_other_run_is_undecided()
    {
        var other = Run(40, c => c < 5 ? Outcome.Correct : Outcome.Ambiguous);
        var run = Run(40, c => c < 5 ? Outcome.Correct : Outcome.OneHop);
        Gate(run).RequireNoWorseThan(other, 0.05).Decide().Verdict.Should().Be(GateVerdict.Inconclusive);
        Gate(run).RequireNoWorseThan(run, 0.05).Decide().Verdict.Should().Be(GateVerdict.Pass);
    }

    private static RunData Run(int documents, Func<int, Outcome> outcome) =>
        GateRuns.Of("made", Enumerable.Range(0, documents).SelectMany(d => Enumerable.Range(0, 10).Select(c => GateRuns.Row(d, c, 1024, outcome(c)))));

    private static StoredGate Gate(RunData run) => AccuracyGate.ForRun(run, "runs/made");
}
