using FluentAssertions;
using Xunit;

namespace Haystack.Tests;

public sealed class TokenSizeTests
{
    [Theory]
    [InlineData("512", 512)]
    [InlineData("4k", 4096)]
    [InlineData("32K", 32768)]
    [InlineData("1m", 1048576)]
    [InlineData("0", 0)]
    public void Sizes_are_read_with_k_as_1024(string text, int tokens) => TokenSize.Parse(text).Should().Be(tokens);

    [Theory]
    [InlineData("3x")]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("-4k")]
    [InlineData("4.5k")]
    [InlineData("4 k")]
    [InlineData("99999999m")]
    public void Anything_else_is_refused_by_name(string text) =>
        FluentActions.Invoking(() => TokenSize.Parse(text)).Should().Throw<HaystackException>().WithMessage($"'{text}'*");

    [Theory]
    [InlineData(4096, "4k")]
    [InlineData(4100, "4100")]
    [InlineData(0, "0")]
    [InlineData(2097152, "2m")]
    public void The_shortest_exact_form_is_printed(int tokens, string text) => TokenSize.Format(tokens).Should().Be(text);
}
