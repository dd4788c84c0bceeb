using FluentAssertions;
using Haystack.Analysis;
using Haystack.Gates;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>Trials that are missing not at random, and curves that the answers contradict.</summary>
public sealed class MissingAnswersTests
{
    private static readonly SimulatedReader Reader = new();

    [Fact]
    public void D50_reaches_from_all_missing_wrong_to_all_missing_right()
    {
        var found = Simulations.Each(24, i => Findings(i, t => t.Outcome != Outcome.Correct && t.Chain % 3 == 0, Outcome.Invalid));
        found.Should().OnlyContain(f => f.D50.Tokens == null && f.Warnings.Any(w => w.Contains("have no answer", StringComparison.Ordinal)));
        // At a true coverage of 95% fewer than 20 of 24 happen in 1 of 150 such tests.
        found.Count(f => f.D50.Low <= Reader.HalfAt && !(f.D50.High < Reader.HalfAt)).Should().BeGreaterThanOrEqualTo(20);
    }

    [Fact]
    public void An_answer_that_reads_either_way_is_treated_as_one_that_is_missing() =>
        Findings(1, t => t.Outcome != Outcome.Correct && t.Chain % 3 == 0, Outcome.Ambiguous).D50.Tokens.Should().BeNull();

    [Fact]
    public void A_handful_missing_keeps_the_estimate_and_widens_its_limits()
    {
        var holed = Findings(1, t => t.Chain == 3 && t.DocumentId.EndsWith("/3", StringComparison.Ordinal), Outcome.Failed, documents: 32);
        // The upper limit may be open: with them all right, or all wrong, a fall to half is not sure within what was asked.
        holed.D50.Tokens.Should().BeInRange(holed.D50.Low!.Value, holed.D50.High ?? double.PositiveInfinity);
        holed.Warnings.Should().Contain(w => w.Contains("2 of 512 pair questions (0.4%)", StringComparison.Ordinal));
        holed.Status.Should().Be(CurveStatus.Fitted);
    }

    [Fact]
    public void Trials_that_go_missing_with_distance_are_told_and_others_not()
    {
        Findings(1, t => t.DistanceTokens > 3000 && t.Chain % 2 == 0, Outcome.Failed).Warnings.Should().Contain(w => w.Contains("goes with distance", StringComparison.Ordinal));
        Findings(1, t => t.Chain == 5, Outcome.Failed).Warnings.Should().NotContain(w => w.Contains("goes with distance", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gate_on_D50_does_not_pass_a_reader_that_finds_nothing_far_apart()
    {
        // By recency: a chain is found where it begins in the last 6k tokens, whatever its distance.
        var passed = Simulations.Count(20, i =>
        {
            var rows = new SimulatedSweep { Contexts = [2048, 4096, 8192, 16384], Distances = [0, 256, 512, 1024, 2048, 4096, 8192] }
                .Run(Reader with { HalfAt = double.PositiveInfinity }, new Seed(11).Derive("recency", i))
                .Select(t => t with { Outcome = (1 - t.Position) * t.ContextTokens + t.DistanceTokens!.Value / 2.0 < 6144 ? t.Outcome : Outcome.OtherChain });
            var run = new RunData { Name = "run", Manifest = new Dictionary<string, string>(), Models = [], Documents = [], Trials = [.. rows] };
            return new FallThreshold { Keeps85 = false, LeastTokens = 8000 }.Check(new GateRows(run, "simulated/half", new GateScope(), run.Trials)).Verdict == GateVerdict.Pass;
        });
        passed.Should().BeLessThanOrEqualTo(2);
    }

    private static Findings Findings(int seed, Func<TrialRow, bool> missing, Outcome outcome, int documents = 16) => FindingsBuilder.Accuracy(ChainTable.From(
        new SimulatedSweep { Documents = documents }.Run(Reader, new Seed(10).Derive("missing", seed)).Select(t => missing(t) ? t with { Outcome = outcome } : t)));
}
