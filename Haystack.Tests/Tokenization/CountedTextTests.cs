using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>Texts of strangers: units add up to the whole, and boundaries that cannot be are refused.</summary>
public sealed class CountedTextTests
{
    private const string Text = "The ferry left. Nobody saw it go.";
    private static readonly ModelTokenizer O200k = TokenizerSpec.Load("tiktoken:o200k_base");

    [Fact]
    public void Units_are_the_sentences_and_add_up_to_the_whole()
    {
        var counted = CountedText.Count(Text, [0, 15, Text.Length], O200k);
        counted.UnitStarts.Should().Equal(0, 15, Text.Length);
        counted.CumulativeTokens.Should().Equal(0, O200k.Count("The ferry left."), O200k.Count(Text));
    }

    [Fact]
    public void A_boundary_that_a_token_goes_over_parts_nothing()
    {
        var counted = CountedText.Count(Text, [0, 6, Text.Length], O200k);
        counted.UnitCount.Should().Be(1);
        counted.CumulativeTokens.Should().Equal(0, O200k.Count(Text));
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 0, 15 })]
    [InlineData(new[] { 1, 33 })]
    [InlineData(new[] { 0, 15, 15, 33 })]
    [InlineData(new[] { 0, 20, 15, 33 })]
    [InlineData(new[] { 0, 34 })]
    public void Boundaries_that_cannot_be_are_refused(int[] boundaries) =>
        ((Action)(() => CountedText.Count(Text, boundaries, O200k))).Should().Throw<ArgumentException>().WithParameterName(nameof(boundaries));
}
