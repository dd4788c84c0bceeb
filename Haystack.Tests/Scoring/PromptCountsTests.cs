using FluentAssertions;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Scoring;

public sealed class PromptCountsTests
{
    [Theory]
    [InlineData(300L, 7_700L, TokenizerGrade.Exact, 8_000L)]
    [InlineData(300L, 7_600L, TokenizerGrade.Exact, 300L)]
    [InlineData(8_000L, 7_700L, TokenizerGrade.Exact, 8_000L)]
    [InlineData(300L, null, TokenizerGrade.Exact, 300L)]
    [InlineData(300L, 7_690L, TokenizerGrade.Calibrated, 7_990L)]
    [InlineData(5_000L, 3_000L, TokenizerGrade.Calibrated, 5_000L)]
    [InlineData(5_000L, 3_000L, TokenizerGrade.Exact, 8_000L)]
    public void Cached_tokens_that_were_left_out_are_added_where_that_makes_the_plan(long counted, long? cached, TokenizerGrade grade, long completed) =>
        PromptCounts.Completed(new ModelResponse { Content = "", Stop = StopCause.Finished, PromptTokens = counted, CachedPromptTokens = cached }, 8_000, grade).PromptTokens.Should().Be(completed);
}
