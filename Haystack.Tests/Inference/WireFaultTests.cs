using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The rows of docs/faults.md on a server that is busy or fails: how often it is asked again, and when it is left alone.</summary>
public sealed class WireFaultTests
{
    [Theory]
    [InlineData(429, null)]
    [InlineData(503, null)]
    [InlineData(503, "1")]
    [InlineData(429, "1")]
    public async Task A_busy_server_is_given_time(int status, string? retryAfter)
    {
        var response = await WireAsking.WithAsync(r => r.Index < 1 ? FakeFault.Http(status, "server busy, please try again.  maximum pending requests exceeded", retryAfter) : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_a_fault_in_its_own_words()
    {
        var response = await WireAsking.WithAsync(_ => FakeFault.Http(503, "server busy, please try again.  maximum pending requests exceeded"));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("HTTP 503: server busy, please try again. maximum pending requests exceeded");
        response.Attempts.Should().Be(3);
    }

    [Fact]
    public async Task A_model_that_does_not_fit_into_memory_is_not_tried_again()
    {
        var response = await WireAsking.WithAsync(_ => FakeFault.Http(500, "llama runner process has terminated: cudaMalloc failed: out of memory"));
        response.Fault.Should().Be("HTTP 500: llama runner process has terminated: cudaMalloc failed: out of memory (the server has too little memory for this model and num_ctx)");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_server_error_is_tried_again_twice_at_most()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Fault = _ => FakeFault.Http(500, "unexpected EOF") });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint) with { Retry = TestRequest.Quick with { Retries = 6 } });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var response = await WireAsking.OnceAsync(model);
        response.Fault.Should().Be("HTTP 500: unexpected EOF");
        response.Attempts.Should().Be(3);
    }

    [Fact]
    public async Task A_server_that_fails_at_everything_is_left_alone_for_a_while()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Fault = _ => FakeFault.Http(503, "busy") });
        var retry = new RetryLimits { Retries = 1, FirstDelay = TimeSpan.FromMilliseconds(1), BreakAfter = 4, BreakDuration = TimeSpan.FromMinutes(10) };
        var time = new SteppingTime();
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint) with { Retry = retry, Time = time });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        for (var i = 0; i < 2; i++)
            (await WireAsking.OnceAsync(model)).Fault.Should().Be("HTTP 503: busy");
        fake.Requests.Should().HaveCount(4);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var ask = () => model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), cancel.Token);
        await ask.Should().ThrowAsync<OperationCanceledException>("it waits for the break to end");
        fake.Requests.Should().HaveCount(4, "nothing is sent meanwhile");
    }
}
