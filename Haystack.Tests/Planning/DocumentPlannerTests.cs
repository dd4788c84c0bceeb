using FluentAssertions;
using Haystack.Facts;
using Haystack.Planning;
using Xunit;

namespace Haystack.Tests.Planning;

public sealed class DocumentPlannerTests
{
    private static readonly int[] Eight = [0, 256, 512, 1024, 2048, 4096, 8192, 16384];
    private static readonly int[] Ten = [0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

    private static DocumentPlanner Planner(int[] distances, int chains = 8, ulong seed = 1) => new(
        new SweepOptions { ChainsPerDocument = chains, Seed = seed }, "corpus", "link", "en", 28672, distances, Arrangement.Spread);

    [Theory]
    [InlineData(8, 8)]
    [InlineData(10, 8)]
    [InlineData(3, 8)]
    [InlineData(8, 1)]
    public void Distances_are_dealt_evenly(int distanceCount, int chains)
    {
        var planner = Planner(Ten[..distanceCount], chains);
        var dealt = Enumerable.Range(0, 720).SelectMany(i => planner.Plan(i).Chains).GroupBy(c => c.DistanceTokens).ToDictionary(g => g.Key, g => g.Count());
        dealt.Should().HaveCount(distanceCount);
        var others = dealt.Where(d => d.Key != 0 || distanceCount <= chains).Select(d => d.Value).ToList();
        (others.Max() - others.Min()).Should().BeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Every_document_has_facts_side_by_side(int distances)
    {
        var planner = Planner(Ten[..distances]);
        for (var i = 0; i < 50; i++)
            planner.Plan(i).Chains.Should().Contain(c => c.DistanceTokens == 0);
    }

    [Fact]
    public void Orders_are_balanced_within_each_document_and_for_each_distance()
    {
        var plans = Enumerable.Range(0, 16).Select(Planner(Eight).Plan).ToList();
        plans.Should().OnlyContain(p => p.Chains.Count(c => c.Order == FactOrder.BridgeFirst) == 4);
        foreach (var distance in plans.SelectMany(p => p.Chains).GroupBy(c => c.DistanceTokens))
            distance.Count(c => c.Order == FactOrder.BridgeFirst).Should().Be(8);
    }

    [Fact]
    public void Positions_of_each_distance_are_spread_over_the_whole_range()
    {
        var plans = Enumerable.Range(0, 64).Select(Planner(Eight).Plan).ToList();
        foreach (var distance in plans.SelectMany(p => p.Chains).GroupBy(c => c.DistanceTokens))
        {
            // 64 points in 8 equal strata: a fair spread has 8 in each.
            distance.GroupBy(c => (int)(c.Target * 8)).Should().HaveCount(8).And.OnlyContain(s => s.Count() >= 6 && s.Count() <= 10);
        }
    }

    [Fact]
    public void A_document_does_not_depend_on_how_many_are_made_or_in_which_order()
    {
        var forwards = Enumerable.Range(0, 20).Select(Planner(Eight).Plan).ToList();
        var backwards = Enumerable.Range(0, 20).Reverse().Select(Planner(Eight).Plan).Reverse().ToList();
        forwards.Select(p => p.Id).Should().Equal(backwards.Select(p => p.Id));
        forwards.Select(p => p.Seed).Should().Equal(backwards.Select(p => p.Seed)).And.OnlyHaveUniqueItems();
        forwards[3].Chains.Should().Equal(backwards[3].Chains);
    }

    [Fact]
    public void Another_seed_gives_other_documents() =>
        Planner(Eight, seed: 2).Plan(0).Id.Should().NotBe(Planner(Eight).Plan(0).Id);
}
