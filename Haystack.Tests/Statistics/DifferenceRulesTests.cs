using FluentAssertions;
using Haystack.Statistics;
using Haystack.Statistics.Comparing;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>What intervals of differences allow for beside the luck of the answers.</summary>
public sealed class DifferenceRulesTests
{
    /// <summary>The figure stands 3.5 standard errors from 0, and is told from 3.29 on: most such figures are luck's.</summary>
    [Fact]
    public void What_is_told_only_where_it_is_striking_reaches_towards_0()
    {
        var near = ToldIfStriking.Widen(new Interval(-0.0546, -0.0154), -0.035, 0.000233, 0.0005)!.Value;
        near.Low.Should().Be(-0.0546);
        near.High.Should().BeInRange(-0.005, 0, "the end that holds given the test is all but 0");
        var rise = ToldIfStriking.Widen(new Interval(0.0154, 0.0546), 0.035, 1 - 0.000233, 0.0005)!.Value;
        rise.Low.Should().BeApproximately(-near.High, 1e-12);
        // Ten standard errors from 0 nothing is luck's.
        ToldIfStriking.Widen(new Interval(-0.12, -0.08), -0.1, 1e-23, 0.0005)!.Value.High.Should().BeApproximately(-0.08, 1e-4);
        ToldIfStriking.Widen(new Interval(-0.1, 0.1), -0.01, 0.0001, 0.0005).Should().Be(new Interval(-0.1, 0.1));
        ToldIfStriking.Widen(null, 0, 0.0001, 0.0005).Should().BeNull();
    }

    [Fact]
    public void Zero_is_left_out_only_where_the_exact_test_refutes_it()
    {
        // Five documents of five gain: 1 in 16 by chance.
        DocumentSpread.WithoutZeroOnlyIfRefuted(new Interval(0.1, 0.4), [1, 1, 1, 1, 1]).Should().Be(new Interval(0, 0.4));
        DocumentSpread.WithoutZeroOnlyIfRefuted(new Interval(-0.4, -0.1), [-1, -1, -1, -1, -1]).Should().Be(new Interval(-0.4, 0));
        SignFlips.P([1, 1, 1, 1, 1, 1]).Should().BeLessThan(0.05);
        DocumentSpread.WithoutZeroOnlyIfRefuted(new Interval(0.1, 0.4), [1, 1, 1, 1, 1, 1]).Should().Be(new Interval(0.1, 0.4));
    }

    [Fact]
    public void A_penalty_allows_for_all_that_missing_answers_could_have_been()
    {
        ChainOutcome[] answered = [.. Enumerable.Range(0, 40).SelectMany(d => new[] { Chain(d, 0, true), Chain(d, 4096, d % 2 == 0) })];
        var all = DistancePenalties.From(answered).Single();
        // In every fourth document the far question came to nothing, or could be read either way.
        var missing = DistancePenalties.From([.. answered.Select((c, i) => i % 8 == 1 ? c with { Pair = null, IsUnsure = true } : c)]).Single();
        missing.Far.Total.Should().Be(30);
        missing.DropInterval!.Value.Low.Should().BeLessThanOrEqualTo(all.DropInterval!.Value.Low);
        var wrong = DistancePenalties.From([.. answered.Select((c, i) => i % 8 == 1 ? c with { Pair = false } : c)]).Single();
        missing.DropInterval.Value.High.Should().BeGreaterThanOrEqualTo(wrong.DropInterval!.Value.High);
        var ambiguous = DistancePenalties.From([.. answered.Select((c, i) => i % 8 == 1 ? c with { Pair = false, IsUnsure = true } : c)]).Single();
        ambiguous.Drop.Should().Be(wrong.Drop);
        ambiguous.DropInterval!.Value.Low.Should().BeApproximately(missing.DropInterval.Value.Low, 1e-12);
    }

    [Fact]
    public void The_decomposition_has_a_row_a_length_and_distance()
    {
        ChainOutcome[] chains = [.. Enumerable.Range(0, 40).Select(d => Chain(d, 256, true) with { ContextTokens = d < 10 ? 2048 : 8192, Pair = d < 10, First = true, Second = true })];
        var rows = Decomposition.From(chains);
        rows.Select(r => (r.ContextTokens, r.Pair)).Should().Equal((2048, new Proportion(10, 10)), (8192, new Proportion(0, 30)));
        rows[1].Combined.Should().Be(new Proportion(0, 30));
        var open = Decomposition.From([.. chains.Select(c => c with { Pair = null, IsUnsure = true }), .. chains]);
        open[0].Pair.Should().Be(new Proportion(10, 10));
        open[0].DifferenceInterval!.Value.Low.Should().BeLessThan(rows[0].DifferenceInterval!.Value.Low);
    }

    private static ChainOutcome Chain(int document, int distance, bool right) => new()
    {
        DocumentId = $"d{document}",
        DistanceTokens = distance,
        ContextTokens = 8192,
        Position = 0.5,
        ChanceLevel = 0.1,
        Pair = right,
    };
}
