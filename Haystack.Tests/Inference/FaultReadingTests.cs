using FluentAssertions;
using Haystack.Inference.Calling;
using Haystack.Inference.Wire;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class FaultReadingTests
{
    [Theory]
    [InlineData("{\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"request (5123 tokens) exceeds the available context size (4096 tokens)\\\",\\\"type\\\":\\\"exceed_context_size_error\\\",\\\"n_prompt_tokens\\\":5123,\\\"n_ctx\\\":4096}}\"}", 5123L)]
    [InlineData("{\"error\":\"the input length exceeds the context length\"}", null)]
    [InlineData("{\"error\":{\"message\":\"This model's maximum context length is 128000 tokens. However, your messages resulted in 130021 tokens. Please reduce the length of the messages.\",\"code\":\"context_length_exceeded\"}}", 130_021L)]
    [InlineData("{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4744 in the messages, 256 in the completion).\"}}", 4744L)]
    [InlineData("{\"message\":\"Trying to keep the first 5000 tokens when context overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough: greater than the context length\"}", 5000L)]
    public void A_prompt_that_is_too_long_is_told_from_other_bad_requests_with_its_count(string body, long? tokens)
    {
        var reading = Status(400, body);
        reading.PromptRefused.Should().BeTrue();
        reading.PromptTokens.Should().Be(tokens);
        reading.MayRetry.Should().BeFalse();
    }

    [Theory]
    [InlineData(400, "invalid options: temperature", false)]
    [InlineData(401, "unauthorized", false)]
    [InlineData(404, "model 'x' not found", false)]
    [InlineData(408, "timeout", true)]
    [InlineData(429, "slow down", true)]
    [InlineData(500, "model requires more system memory (9 GiB) than is available", false)]
    [InlineData(500, "CUDA error: out of memory", false)]
    [InlineData(500, "unexpected EOF", true)]
    [InlineData(502, "bad gateway", true)]
    [InlineData(503, "server busy", true)]
    public void Only_what_may_pass_is_tried_again(int status, string error, bool retry)
    {
        var reading = Status(status, $"{{\"error\":\"{error}\"}}");
        reading.MayRetry.Should().Be(retry);
        reading.PromptRefused.Should().BeFalse();
        reading.Line.Should().StartWith($"HTTP {status}: {error}");
    }

    [Fact]
    public void What_a_server_says_becomes_one_clean_short_line()
    {
        var reading = Status(400, "\u001b]0;owned\u0007\u001b[31mred\u001b[0m\r\n\tand\u202E more " + new string('x', 5_000));
        reading.Line.Should().StartWith("HTTP 400: ]0;owned[31mred[0m and more xxx").And.EndWith("…");
        reading.Line.Length.Should().BeLessThan(350);
        reading.Line.Should().NotContainAny("\u001b", "\u0007", "\n", "\u202E");
    }

    private static FaultReading Status(int status, string body)
    {
        var tap = WireTap.Open(CancellationToken.None);
        tap.Status = status;
        tap.ErrorBody = body;
        return FaultReading.Of(tap, new HttpRequestException("Response status code does not indicate success"));
    }
}
