using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Rows of docs/faults.md on statuses, waits and endings, brought about by a server on a real socket.</summary>
public sealed class WireStatusTests
{
    [Theory]
    [InlineData(400, "invalid options: temperature", "HTTP 400: invalid options: temperature")]
    [InlineData(401, "unauthorized", "HTTP 401: unauthorized (is the API key right?)")]
    [InlineData(403, "forbidden", "HTTP 403: forbidden (is the API key right?)")]
    [InlineData(404, "model 'test:7b' not found", "HTTP 404: model 'test:7b' not found (the model is not there, or no longer)")]
    [InlineData(422, "no such field", "HTTP 422: no such field")]
    public async Task What_will_not_pass_is_not_tried_again_and_fails_in_the_servers_words(int status, string said, string fault)
    {
        var response = await AskAsync(_ => FakeFault.Http(status, said));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be(fault);
        response.Attempts.Should().Be(1);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        var response = await AskAsync(r => r.Index < 1 ? FakeFault.Http(status, "not now") : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Theory]
    [InlineData(429, "1")]
    [InlineData(503, "date")]
    public async Task The_server_says_when_to_try_again(int status, string retryAfter)
    {
        // A date has whole seconds: three ahead are two at least.
        var wait = retryAfter == "date" ? TimeProvider.System.GetUtcNow().AddSeconds(3).ToString("R", CultureInfo.InvariantCulture) : retryAfter;
        var clock = Stopwatch.StartNew();
        var response = await AskAsync(r => r.Index < 1 ? FakeFault.Http(status, "busy", wait) : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        clock.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(retryAfter == "date" ? 1.5 : 0.9), "its own first delay would be 5 ms");
    }

    [Theory]
    [InlineData("load")]
    [InlineData("unload")]
    [InlineData("abort")]
    [InlineData("content_filter")]
    public async Task An_ending_of_the_servers_own_making_is_no_answer(string reason)
    {
        var response = await AskAsync(_ => new FakeFault(FakeFaultKind.OnlyLoaded, Body: reason));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be($"the server ended the reply itself (reason: {reason})");
    }

    [Fact]
    public async Task A_reply_that_goes_on_past_its_budget_is_left_and_its_prompt_counts_as_unknown()
    {
        var response = await AskAsync(_ => new FakeFault(FakeFaultKind.Rambles));
        response.Stop.Should().Be(StopCause.OutputCap, response.Fault);
        response.PromptTokens.Should().BeNull();
    }

    [Fact]
    public async Task A_server_that_tells_no_count_has_told_none_and_not_zero()
    {
        var response = await AskAsync(_ => new FakeFault(FakeFaultKind.NoCount));
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        (response.PromptTokens, response.CachedPromptTokens).Should().Be((null, null));
    }

    [Fact]
    public async Task Time_running_out_long_after_the_last_token_is_a_stall_and_not_a_cap()
    {
        var time = new SteppingTime();
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Answer = _ => "It was far away.", Fault = _ => new FakeFault(FakeFaultKind.StallDuring) });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint) with { Time = time });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var asking = model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(seconds: 1.5), TestContext.Current.CancellationToken);
        var patience = Stopwatch.StartNew();
        while (fake.RequestCount == 0 && patience.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        time.Skip(TimeSpan.FromSeconds(10));
        var response = await asking;
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("the reply stalled, and 1.5 s were up");
    }

    private static async Task<ModelResponse> AskAsync(Func<FakeRequest, FakeFault?> fault)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Answer = _ => "It was far away. Answer: Vel", Fault = fault });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        return await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
    }
}
