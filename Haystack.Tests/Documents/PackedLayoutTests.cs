using CsCheck;
using FluentAssertions;
using Haystack.Documents;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>"Does not fit" is the truth for a document of few blocks, such as one chain and its two orphans.</summary>
public sealed class PackedLayoutTests
{
    private const int Minimum = 3;

    private static readonly Gen<(FactBlock[] Blocks, int Tokens)> Tight =
        from tokens in Gen.Int[20, 60]
        from blocks in Gen.Select(Gen.Int[2, 5].Array[1, 3], Gen.Int[Minimum, 16]).Array[1, 3]
        select (blocks.Select((b, i) => FactBlock.Of(i, 0.5, b.Item1, b.Item2)).ToArray(), tokens);

    [Fact]
    public void A_layout_is_found_exactly_where_trying_every_start_finds_one()
    {
        var (fit, not) = (0, 0);
        Tight.Sample((blocks, tokens) =>
        {
            var any = TryEveryStart(blocks, tokens, [], 0);
            (FactLayout.Place(blocks, tokens, Minimum, new Seed(1).Stream()) is not null).Should().Be(any);
            Interlocked.Increment(ref any ? ref fit : ref not);
        }, iter: 3_000);
        fit.Should().BeGreaterThan(500);
        not.Should().BeGreaterThan(500);
    }

    [Fact]
    public void A_chain_of_five_facts_and_its_orphans_stand_side_by_side_where_the_middle_would_leave_no_room()
    {
        // What a random plan of 5 hops once met: the first block's target left 75 tokens on either side, and three blocks need 2 × 60.
        int[] facts = [30, 30, 30, 30, 30], orphan = [30, 30, 30, 30];
        FactBlock[] blocks = [FactBlock.Of(0, 0.5, facts, 400), FactBlock.Of(1, 0.5, facts, 400), FactBlock.Of(2, 0.5, orphan, 400)];
        FactLayout.Place(blocks, 1_750 + 150, 12, new Seed(1).Stream()).Should().NotBeNull();
        FactLayout.Place(blocks, 1_750 + 60, 12, new Seed(1).Stream()).Should().BeNull();
    }

    private static bool TryEveryStart(FactBlock[] blocks, int tokens, List<(int Start, int End)> taken, int index)
    {
        if (index == blocks.Length)
            return true;
        var block = blocks[index];
        for (var start = Minimum; start <= tokens - Minimum - block.Span; start++)
        {
            var facts = block.Offsets.Select((o, i) => (Start: start + o, End: start + o + block.Lengths[i])).ToList();
            if (facts.Exists(f => taken.Exists(t => f.Start < t.End + Minimum && t.Start < f.End + Minimum)))
                continue;
            if (TryEveryStart(blocks, tokens, [.. taken, .. facts], index + 1))
                return true;
        }

        return false;
    }
}
