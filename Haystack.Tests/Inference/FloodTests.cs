using System.Diagnostics;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Inference.OpenAi;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Answers that never end without being an answer: a question comes to its end by the time or the bytes that it has, and little memory is held meanwhile.</summary>
public sealed class FloodTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData(Head, "data: {\"choices\":[{\"index\":0,\"delta\":{}}]}\n\n", 0)]
    [InlineData(Head, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}\n\n", 0)]
    [InlineData(Head, "data: {}\n\n", 0)]
    [InlineData(Head, ": keep-alive\n\n", 0)]
    [InlineData(Head, "\n", 0)]
    [InlineData(Head, "event: x\n", 0)]
    [InlineData(Head, "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"x\":[1,2,3]}}],\"usage\":{\"prompt_tokens\":1}}\n\n", 0)]
    [InlineData(Head, "[", 0)]
    [InlineData(Head, "data: {\"a\":[", 0)]
    [InlineData(Head, ": keep-alive\n\n", 20)]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-A: b\r\n", 0)]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-A: b\r\n", 20)]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n", 0)]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n", 20)]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n", 20)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1;a=b\r\n\n\r\n", 0)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-A: b\r\n", 20)]
    [InlineData("HTTP/1.1 500 No\r\nContent-Length: 999999999\r\n\r\n", "x", 20)]
    public async Task A_flood_ends_with_the_question(string head, string flood, int pauseMs)
    {
        await using var server = new FloodServer(head, flood, pauseMs);
        using var openAi = new OpenAiServer(TestRequest.Options(baseUrl: server.BaseUrl) with { Retry = new RetryLimits { Retries = 1, FirstDelay = TimeSpan.FromMilliseconds(5) } });
        await using var model = await openAi.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        var response = await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(seconds: 1), TestContext.Current.CancellationToken);
        response.Stop.Should().Be(StopCause.Fault, response.Content);
        response.Fault.Should().NotContain("\n");
        // What a loaded machine adds is no more than this; before, floods went on for as long as the connection.
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60), response.Fault);
        server.Sent.Should().BeLessThan(128L << 20, response.Fault);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_for_hours_outlasts_no_question()
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Fault = _ => FakeFault.Http(429, "later") with { RetryAfter = "86400" } });
        using var openAi = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl) with { Retry = new RetryLimits { LeastPatience = TimeSpan.FromSeconds(1) } });
        await using var model = await openAi.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 2; i++)
        {
            var response = await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(seconds: 1), TestContext.Current.CancellationToken);
            response.Fault.Should().MatchRegex("^(HTTP 429: later \\(it asks to wait 86400 s more, and the time for this question is up|no token within 1 s)", "a loaded machine may need the second for the answer itself").And.NotContain("\n");
        }

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60));
    }
}
