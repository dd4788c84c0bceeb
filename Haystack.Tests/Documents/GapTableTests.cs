using CsCheck;
using FluentAssertions;
using Haystack.Documents;
using Xunit;

namespace Haystack.Tests.Documents;

public sealed class GapTableTests
{
    [Fact]
    public void Fours_and_fives_fill_everything_from_twelve_on()
    {
        var gaps = new GapTable([4, 5]);
        gaps.FirstAlwaysFilled(8).Should().Be(12);
        gaps.FirstAlwaysFilled(20).Should().Be(20);
        gaps.FirstOf(11).Should().BeEmpty();
        gaps.FirstOf(12).Should().Equal(4);
        gaps.FirstOf(13).Should().Equal(4, 5);
        gaps.FirstOf(20).Should().Equal([5], "four fives are fewer than five fours");
    }

    [Fact]
    public void Even_lengths_never_fill_odd_gaps() => new GapTable([4, 6, 10]).FirstAlwaysFilled(8).Should().BeNull();

    [Fact]
    public void Following_the_table_fills_the_gap() => Gen.Select(Gen.Int[1, 40].Array[1, 5], Gen.Int[1, 1_000]).Sample((lengths, gap) =>
    {
        var gaps = new GapTable([.. lengths.Distinct()]);
        var left = gap;
        while (left > 0 && gaps.FirstOf(left) is [var first, ..])
            left -= first;
        left.Should().BeOneOf(0, gap);
        (left == 0).Should().Be(CanFill(lengths, gap));
    }, iter: 300);

    private static bool CanFill(int[] lengths, int gap)
    {
        var can = new bool[gap + 1];
        can[0] = true;
        for (var i = 1; i <= gap; i++)
            can[i] = Array.Exists(lengths, l => l <= i && can[i - l]);
        return can[gap];
    }
}
