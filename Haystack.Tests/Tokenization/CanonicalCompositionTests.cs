using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("a\u0323\u0308", "ạ\u0308")]
    [InlineData("a\u0308\u0323", "ạ\u0308")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u212B \u2126", "Å Ω")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1100\u1161\u11A8", "각")]
    [InlineData("가\u11A8", "각")]
    [InlineData("\u0041\u0300\u0301", "À\u0301")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    [InlineData("\uFA0A", "見")]
    [InlineData("x\uD800y", "x\uD800y")]
    [InlineData("plain 中文 é 한국", "plain 中文 é 한국")]
    public void Text_comes_out_in_form_C(string text, string composed)
    {
        CanonicalComposition.Compose(text).Text.Should().Be(composed);
        CanonicalComposition.IsSurelyComposed(text).Should().Be(text == composed && !text.Contains('\u0301', StringComparison.Ordinal));
    }

    [Fact]
    public void Composing_twice_changes_nothing_and_origins_ascend()
    {
        RandomText.Any.Sample(text =>
        {
            var (composed, origins) = CanonicalComposition.Compose(text);
            return CanonicalComposition.Compose(composed).Text == composed && origins.Length == composed.Length + 1
                && origins[^1] == text.Length && origins.Zip(origins.Skip(1)).All(p => p.First <= p.Second)
                && (!CanonicalComposition.IsSurelyComposed(text) || composed == text);
        }, iter: 2_000);
    }
}
