using FluentAssertions;
using Haystack.Cli.Rendering;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Names cut to few columns.</summary>
public sealed class ShortNamesTests
{
    private static readonly string[] Names =
    [
        "short", "hf.co/bartowski/deepseek-r1-distill-qwen-32b-gguf:q4_k_m", "hf.co/bartowski/deepseek-r1-distill-llama-32b-gguf:q4_k_m",
        "hf.co/bartowski/deepseek-r1-distill-qwen-14b-gguf:q4_k_m", "通义千问大模型第一版:7b", "通义千问大模型第二版:7b", "мистраль-большой-учёный:7b", "мистраль-большой-умный:7b",
    ];

    [Theory]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(40)]
    [InlineData(80)]
    public void Each_fits_and_none_looks_like_another(int room)
    {
        var shown = Names.Select(n => ShortNames.Of(n, room, Names)).ToArray();
        shown.Should().OnlyHaveUniqueItems();
        shown.Should().OnlyContain(s => ShortNames.Cells(s) <= room);
        shown[0].Should().Be("short", "what fits stays");
    }

    [Fact]
    public void Letters_of_two_columns_count_as_two() => ShortNames.Cells("通义:7b").Should().Be(7);
}
