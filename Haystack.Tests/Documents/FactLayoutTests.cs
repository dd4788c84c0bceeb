using CsCheck;
using FluentAssertions;
using Haystack.Documents;
using Xunit;

namespace Haystack.Tests.Documents;

public sealed class FactLayoutTests
{
    private static readonly Gen<(FactBlock[] Blocks, int Tokens, int Minimum, ulong Seed)> Layouts =
        from tokens in Gen.Int[600, 40_000]
        from minimum in Gen.Int[4, 24]
        from seed in Gen.ULong
        from blocks in Gen.Select(Gen.Double[0, 1], Gen.Int[8, 40].Array[1, 3], Gen.Int[0, tokens / 2], Gen.Bool).Array[1, 12]
        select (
            blocks.Select((b, i) => FactBlock.Of(i, b.Item1, b.Item2, b.Item4 ? 0 : Math.Max(minimum, b.Item3))).ToArray(), tokens, minimum, seed);

    [Fact]
    public void Facts_keep_their_distances_and_leave_room_for_filler() => Layouts.Sample(layout =>
    {
        var (blocks, tokens, minimum, seed) = layout;
        if (FactLayout.Place(blocks, tokens, minimum, new Seed(seed).Stream()) is not { } starts)
            return;
        var facts = blocks.SelectMany((b, i) => b.Offsets.Select((o, j) => (Block: i, Start: starts[i] + o, End: starts[i] + o + b.Lengths[j])))
            .OrderBy(f => f.Start).ToList();
        facts[0].Start.Should().BeGreaterThanOrEqualTo(minimum);
        (tokens - facts[^1].End).Should().BeGreaterThanOrEqualTo(minimum);
        for (var i = 1; i < facts.Count; i++)
        {
            var gap = facts[i].Start - facts[i - 1].End;
            (gap >= minimum || (gap == 0 && facts[i].Block == facts[i - 1].Block)).Should().BeTrue($"gap {gap} between facts {i - 1} and {i}");
        }
    }, iter: 2_000);

    [Fact]
    public void A_block_with_room_stands_exactly_at_its_target()
    {
        var blocks = new[] { FactBlock.Of(0, 0.5, [20, 20], 100) };
        FactLayout.Place(blocks, 1000, 10, new Seed(1).Stream()).Should().Equal(430);
    }

    [Fact]
    public void What_cannot_fit_is_said_not_shrunk() =>
        FactLayout.Place([FactBlock.Of(0, 0.5, [20, 20], 1000)], 1000, 10, new Seed(1).Stream()).Should().BeNull();

    [Fact]
    public void Eight_chains_and_two_orphans_fit_two_thousand_tokens()
    {
        var blocks = Enumerable.Range(0, 8).Select(i => FactBlock.Of(i, i / 8.0, [24, 22], (int[])[0, 256, 512, 1024] is var d ? d[i % 4] : 0))
            .Append(FactBlock.Of(8, 0.3, [23], 0)).Append(FactBlock.Of(9, 0.8, [23], 0)).ToList();
        for (ulong seed = 0; seed < 200; seed++)
            FactLayout.Place(blocks, 1850, 8, new Seed(seed).Stream()).Should().NotBeNull();
    }
}
