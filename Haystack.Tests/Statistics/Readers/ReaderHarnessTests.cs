using FluentAssertions;
using Haystack.Facts;
using Haystack.Scoring;
using Xunit;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>The simulated readers are what their laws say: a study of them is worth no more than that.</summary>
public sealed class ReaderHarnessTests
{
    private static readonly Lazy<PlannedGrid> Grid = new(() => PlannedGrid.Make(24, 3));

    public static TheoryData<string> Kinds => [.. ReaderKinds.All.Select(k => k.Name)];

    [Fact]
    public void There_are_at_least_twenty_kinds_with_names_of_their_own() =>
        ReaderKinds.All.Select(k => k.Name).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(20);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_reader_is_right_as_often_as_its_law_says(string name)
    {
        var kind = ReaderKinds.All.Single(k => k.Name == name) with { WrongIsMissing = 0 };
        var truth = new ReaderTruth(kind, Grid.Value);
        var rows = Enumerable.Range(0, 4).SelectMany(i => new ReaderSweep(kind, new Seed(5).Derive(name, i), "m").Run(Grid.Value)).ToArray();
        foreach (var distance in rows.Where(r => r.Arm == Arm.Pair).GroupBy(r => r.DistanceTokens!.Value))
        {
            var expected = truth.Expected(Grid.Value.WholeChains.Where(c => c.DistanceTokens == distance.Key));
            // Answers about one document are alike where documents differ: the design effect is below 4.
            var spread = Math.Sqrt(4.0 / distance.Count() * Math.Max(0.01, expected * (1 - expected)));
            distance.Average(r => r.Outcome == Outcome.Correct ? 1.0 : 0).Should().BeApproximately(expected, 4 * spread, $"at {distance.Key}");
        }
    }

    [Theory]
    [InlineData("distance, shallow", 2048)]
    [InlineData("distance, steep", 2048)]
    [InlineData("abstains, choice of two", 1024)]
    [InlineData("guesses, choice of two", 1024)]
    [InlineData("cliff at adjacency, then flat", double.PositiveInfinity)]
    [InlineData("lost in the middle", double.PositiveInfinity)]
    [InlineData("interference, not tokens", double.PositiveInfinity)]
    [InlineData("guesses everything", double.NaN)]
    public void The_true_D50_is_what_the_kind_says(string name, double half)
    {
        var found = new ReaderTruth(ReaderKinds.All.Single(k => k.Name == name), Grid.Value).D50;
        if (double.IsFinite(half))
            found.Should().BeInRange(half, half * 1.03);
        else
            found.Should().Be(half);
    }

    [Fact]
    public void Equal_kinds_differ_in_luck_alone_and_the_same_seed_gives_the_same_rows()
    {
        var kind = ReaderKinds.All[0];
        var once = new ReaderSweep(kind, new Seed(1), "m").Run(Grid.Value);
        new ReaderSweep(kind, new Seed(1), "m").Run(Grid.Value).Should().Equal(once);
        new ReaderSweep(kind, new Seed(2), "m").Run(Grid.Value).Should().NotEqual(once);
    }
}
