using FluentAssertions;
using Haystack.Facts;
using Haystack.Planning;
using Xunit;

namespace Haystack.Tests.Planning;

/// <summary>What is crossed is not confounded: distance with order, place and length, in plans of any size.</summary>
public sealed class BalanceTests
{
    private static readonly int[] Rungs = [2048, 4096, 8192, 16384, 28672, 131072];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(16)]
    public void Orders_are_as_equal_as_can_be_within_each_document_and_each_distance_however_many_documents_there_are(int chains)
    {
        foreach (var rung in Rungs)
        {
            var planner = Planner(rung, chains);
            var leans = new Dictionary<int, int>();
            for (var document = 0; document < 32; document++)
            {
                var plan = planner.Plan(document);
                Math.Abs(plan.Chains.Sum(Sign)).Should().Be(chains % 2, $"rung {rung}, document {document}");
                foreach (var chain in plan.Chains)
                    leans[chain.DistanceTokens] = leans.GetValueOrDefault(chain.DistanceTokens) + Sign(chain);
                leans.Values.Should().OnlyContain(l => Math.Abs(l) <= 1, $"rung {rung}, {document + 1} documents");
            }
        }
    }

    [Fact]
    public void Orders_do_not_go_with_distance_or_place()
    {
        foreach (var rung in Rungs)
        {
            var chains = Plans(rung, 32).SelectMany(p => p.Chains).ToArray();
            // 256 chains: the correlation of independent draws has a standard error of 0.06.
            Correlation(chains, c => Sign(c), c => Math.Log2(1 + c.DistanceTokens)).Should().BeApproximately(0, 0.05, $"rung {rung}");
            Correlation(chains, c => Sign(c), c => c.Target).Should().BeApproximately(0, 0.13, $"rung {rung}");
            Correlation(chains, c => Math.Log2(1 + c.DistanceTokens), c => c.Target).Should().BeApproximately(0, 0.13, $"rung {rung}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Each_distances_midpoints_are_spread_over_the_whole_range(int documents)
    {
        foreach (var rung in Rungs)
        {
            foreach (var distance in Plans(rung, documents).SelectMany(p => p.Chains).GroupBy(c => c.DistanceTokens))
                LargestGap([.. distance.Select(c => c.Target)]).Should().BeLessThan(2.7 / distance.Count(), $"rung {rung}, distance {distance.Key}");
        }
    }

    [Fact]
    public void Every_distance_is_asked_as_often_as_the_others_at_each_length()
    {
        foreach (var rung in Rungs)
        {
            var counts = Plans(rung, 32).SelectMany(p => p.Chains).Where(c => c.DistanceTokens > 0).GroupBy(c => c.DistanceTokens).Select(g => g.Count()).ToArray();
            (counts.Max() - counts.Min()).Should().BeLessThanOrEqualTo(1, $"rung {rung}");
        }
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 9)]
    [InlineData(4, 3)]
    [InlineData(8, 1)]
    public void A_few_documents_hold_near_and_far_distances_alike(int chains, int documents)
    {
        var dealt = Enumerable.Range(0, documents).SelectMany(i => Planner(16384, chains).Plan(i).Chains).Select(c => c.DistanceTokens).ToArray();
        dealt.Should().Contain(d => d >= 4096).And.Contain(d => d > 0 && d <= 128).And.Contain(0);
        dealt[..Math.Min(dealt.Length, 6)].Should().Contain(d => d >= 1024, "the first ones are not all near");
    }

    [Fact]
    public void Chosen_distances_have_spread_midpoints_and_balanced_orders_whatever_is_chosen()
    {
        var planner = Planner(16384, 8);
        var turns = new ChainTurns();
        var random = new Seed(4).Derive("chosen").Stream();
        int[] grid = [0, 1024, 2048, 4096, 8192];
        var plans = new List<DocumentPlan>();
        for (var document = 0; document < 48; document++)
        {
            // As an adaptive sweep does: one chain side by side, the others where they tell most, which changes slowly.
            var favourite = grid[1 + document / 16];
            int[] distances = [0, .. Enumerable.Range(0, 7).Select(_ => random.NextDouble() < 0.7 ? favourite : random.Pick(grid))];
            plans.Add(planner.Plan(document, distances, turns));
        }

        plans.Should().OnlyContain(p => p.Chains.Sum(Sign) == 0);
        foreach (var distance in plans.SelectMany(p => p.Chains).GroupBy(c => c.DistanceTokens))
        {
            Math.Abs(distance.Sum(Sign)).Should().BeLessThanOrEqualTo(2, $"distance {distance.Key}");
            LargestGap([.. distance.Select(c => c.Target)]).Should().BeLessThan(2.7 / distance.Count(), $"distance {distance.Key}");
        }
    }

    private static IEnumerable<DocumentPlan> Plans(int rung, int documents) => Enumerable.Range(0, documents).Select(Planner(rung, 8).Plan);

    private static DocumentPlanner Planner(int rung, int chains) => new(
        new SweepOptions { ChainsPerDocument = chains }, "corpus", "link", "en", rung, DistanceGrid.For([], rung, rung), Arrangement.Spread);

    private static int Sign(ChainPlan chain) => chain.Order == FactOrder.BridgeFirst ? 1 : -1;

    /// <summary>The largest gap between neighbours on a ring of length 1.</summary>
    private static double LargestGap(double[] places)
    {
        Array.Sort(places);
        return Enumerable.Range(0, places.Length).Max(i => i + 1 < places.Length ? places[i + 1] - places[i] : 1 - places[^1] + places[0]);
    }

    private static double Correlation(ChainPlan[] chains, Func<ChainPlan, double> x, Func<ChainPlan, double> y)
    {
        var (meanX, meanY) = (chains.Average(x), chains.Average(y));
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        foreach (var chain in chains)
        {
            var (dx, dy) = (x(chain) - meanX, y(chain) - meanY);
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
