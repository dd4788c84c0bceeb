using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class CalibratedTokenizerTests
{
    [Fact]
    public void Counts_are_those_of_o200k_and_lengths_are_scaled_by_the_ratio()
    {
        var o200k = TiktokenModelTokenizer.ForEncoding("o200k_base");
        var tokenizer = new CalibratedTokenizer(CalibratedTokenizer.RatioOf(130, 100), "kind 't5' is not supported");
        tokenizer.Count(SampleTexts.All["mixed"]).Should().Be(o200k.Count(SampleTexts.All["mixed"]));
        tokenizer.Fingerprint.Should().Be(o200k.Fingerprint);
        tokenizer.Source.Should().Be("calibrated:o200k_base×1.3");
        tokenizer.FromServer(1300).Should().Be(1000);
        tokenizer.ToServer(1000).Should().Be(1300);
        Seam.IsClean(tokenizer, "It rained.", " Nobody came.").Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(50)]
    [InlineData(double.NaN)]
    public void A_ratio_that_cannot_be_is_refused(double ratio)
    {
        var act = () => new CalibratedTokenizer(ratio, "x");
        act.Should().Throw<HaystackException>();
    }

    [Theory]
    [InlineData("gpt-4o-mini", "o200k_base")]
    [InlineData("gpt-4.1", "o200k_base")]
    [InlineData("gpt-5-nano", "o200k_base")]
    [InlineData("o3-mini", "o200k_base")]
    [InlineData("gpt-oss:20b", "o200k_base")]
    [InlineData("gpt-4-turbo", "cl100k_base")]
    [InlineData("gpt-3.5-turbo", "cl100k_base")]
    [InlineData("ft:gpt-4o:me", "o200k_base")]
    [InlineData("qwen3:8b", null)]
    [InlineData("o10x", null)]
    public void OpenAI_models_have_the_encoding_that_OpenAI_says(string model, string? encoding)
    {
        OpenAiModels.Encoding(model).Should().Be(encoding);
        (TiktokenModelTokenizer.ForModel(model)?.Source).Should().Be(encoding is null ? null : $"tiktoken:{encoding}");
    }
}
