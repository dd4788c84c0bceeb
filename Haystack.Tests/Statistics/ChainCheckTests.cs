using FluentAssertions;
using Haystack.Statistics;
using Xunit;

namespace Haystack.Tests.Statistics;

/// <summary>Outcomes that strangers bring: what cannot be is refused, and no figure is made of it.</summary>
public sealed class ChainCheckTests
{
    private static readonly ChainOutcome Sound = new() { DocumentId = "d", DistanceTokens = 0, ContextTokens = 4096, Position = 0.5, ChanceLevel = 0.25, Pair = true };

    public static TheoryData<ChainOutcome> Impossible =>
    [
        Sound with { DistanceTokens = -1 }, Sound with { ContextTokens = 0 }, Sound with { Position = 50 }, Sound with { Position = double.NaN },
        Sound with { FirstPlace = -0.1 }, Sound with { LastPlace = 1.1 }, Sound with { ChanceLevel = 1 }, Sound with { ChanceLevel = double.NaN }, Sound with { SingleChance = -0.1 },
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_by_its_document(ChainOutcome chain)
    {
        foreach (var make in new Func<IReadOnlyList<ChainOutcome>, bool, Findings>[] { FindingsBuilder.Accuracy, FindingsBuilder.Combination })
            ((Action)(() => make([Sound, chain with { DocumentId = "odd one" }], false))).Should().Throw<ArgumentException>().WithMessage("*odd one*");
    }

    [Fact]
    public void Nothing_gives_no_figure()
    {
        FindingsBuilder.Accuracy([]).Should().Match<Findings>(f => f.Status == CurveStatus.TooFew && f.D50.Tokens == null && f.ByDistance.Count == 0);
        FindingsBuilder.Accuracy([Sound with { Pair = null }]).Status.Should().Be(CurveStatus.TooFew);
    }

    [Fact]
    public void Outcomes_alone_give_a_D50_with_its_limits()
    {
        // By the law that is told: right with a half of chance at 1,024 tokens, whatever the document.
        var stream = new Seed(5).Stream();
        ChainOutcome[] chains =
        [
            .. Enumerable.Range(0, 48).SelectMany(d => new[] { 0, 64, 256, 512, 1024, 2048, 4096, 8192 }.Select(distance => Sound with
            {
                DocumentId = $"{d}",
                ContextTokens = 16_384,
                DistanceTokens = distance,
                Pair = stream.NextDouble() < 0.25 + (0.75 / (1 + Math.Exp(2 * Math.Log2((1.0 + distance) / 1025)))),
            })),
        ];
        var found = FindingsBuilder.Accuracy(chains);
        // How often the limits cover the truth is measured over many runs (CoverageTests); one run may miss it.
        found.D50.Tokens.Should().BeInRange(512, 2048);
        found.D50.Low.Should().BeLessThan(found.D50.Tokens!.Value);
        found.D50.High.Should().BeGreaterThan(found.D50.Tokens!.Value);
    }
}
