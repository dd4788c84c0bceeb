using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Each row of docs/faults.md that concerns the wire, brought about by a server on a real socket.</summary>
public sealed class WireFaultTests
{
    [Fact]
    public async Task Connection_refused_is_tried_again_and_then_a_fault()
    {
        var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(Asking.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        await fake.DisposeAsync();
        var response = await AskAsync(model);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("no answer from the server: ");
        response.Attempts.Should().Be(3);
    }

    [Fact]
    public async Task A_reset_before_any_answer_is_tried_again()
    {
        var response = await AskWithAsync(r => r.Index == 0 ? new FakeFault(FakeFaultKind.ResetBefore) : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_reset_during_the_answer_is_a_fault_and_the_request_is_not_sent_again()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.ResetDuring));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("the answer broke off: ");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_stall_before_the_first_token_is_a_fault_at_the_end_of_the_trials_time()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.StallBefore), seconds: 0.4);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("no token within 0.4 s");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_stall_during_the_answer_is_a_fault_and_not_a_capped_answer()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.StallDuring), stallSeconds: 0.3);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("the reply stalled: no token for 0.3 s");
    }

    [Fact]
    public async Task Time_running_out_on_a_flowing_answer_is_a_cap()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Answer = _ => string.Join(' ', Enumerable.Repeat("on and on", 500)),
            TokenDelay = TimeSpan.FromMilliseconds(10),
        });
        var response = await AskAsync(fake, 8192, 0.7);
        response.Stop.Should().Be(StopCause.TimeCap, response.Fault);
        response.Content.Should().StartWith("on and on");
        response.PromptTokens.Should().BeNull("the server had not told it yet");
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(503, null)]
    [InlineData(503, "1")]
    [InlineData(429, "1")]
    public async Task A_busy_server_is_given_time(int status, string? retryAfter)
    {
        var response = await AskWithAsync(r => r.Index < 1 ? FakeFault.Http(status, "server busy, please try again.  maximum pending requests exceeded", retryAfter) : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_a_fault_in_its_own_words()
    {
        var response = await AskWithAsync(_ => FakeFault.Http(503, "server busy, please try again.  maximum pending requests exceeded"));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("HTTP 503: server busy, please try again. maximum pending requests exceeded");
        response.Attempts.Should().Be(3);
    }

    [Fact]
    public async Task A_model_that_does_not_fit_into_memory_is_not_tried_again()
    {
        var response = await AskWithAsync(_ => FakeFault.Http(500, "llama runner process has terminated: cudaMalloc failed: out of memory"));
        response.Fault.Should().Be("HTTP 500: llama runner process has terminated: cudaMalloc failed: out of memory (the server has too little memory for this model and num_ctx)");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_server_error_is_tried_again_twice_at_most()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Fault = _ => FakeFault.Http(500, "unexpected EOF") });
        using var server = new OllamaServer(Asking.Options(fake.Endpoint) with { Retry = Asking.Quick with { Retries = 6 } });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var response = await AskAsync(model);
        response.Fault.Should().Be("HTTP 500: unexpected EOF");
        response.Attempts.Should().Be(3);
    }

    [Fact]
    public async Task An_error_line_inside_the_stream_is_a_fault_in_its_own_words()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.ErrorLine, Body: "llama runner process no longer running: 2"));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("the server broke off with an error: llama runner process no longer running: 2");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_stream_without_its_final_message_is_a_fault()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.NoFinal));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("the answer broke off: the stream ended without its final message");
    }

    [Theory]
    [InlineData("Malformed")]
    [InlineData("EndlessLine")]
    public async Task A_line_that_is_no_message_is_a_fault(string kind)
    {
        var response = await AskWithAsync(_ => new FakeFault(Enum.Parse<FakeFaultKind>(kind)));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("the answer broke off: ").And.NotContain("\n");
    }

    [Fact]
    public async Task An_empty_answer_is_an_answer()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.EmptyAnswer));
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Content.Should().BeEmpty();
        response.PromptTokens.Should().BePositive();
        response.TimeToFirstToken.Should().BeNull();
    }

    [Fact]
    public async Task A_server_that_only_loaded_the_model_has_not_answered()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.OnlyLoaded));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Contain("load");
    }

    [Theory]
    [InlineData("0.12.6", 512)]
    [InlineData("0.24.0", 512)]
    [InlineData("0.30.1", 511)]
    [InlineData("0.30.11", 258)]
    [InlineData("0.33.0-rc2", 258)]
    public async Task Silent_truncation_shows_in_the_count_of_every_version(string version, int count)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Version = version, Fault = _ => new FakeFault(FakeFaultKind.TruncateSilently) });
        var response = await AskAsync(fake, 512, 20, string.Join(' ', Enumerable.Repeat("word", 600)));
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.PromptTokens.Should().Be(count, "which is less than the 610 tokens that were sent");
    }

    [Theory]
    [InlineData("0.12.6", null)]
    [InlineData("0.34.0", 610L)]
    public async Task A_prompt_longer_than_the_context_is_refused_and_not_cut(string version, long? count)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Version = version });
        var response = await AskAsync(fake, 512, 20, string.Join(' ', Enumerable.Repeat("word", 600)));
        response.Stop.Should().Be(StopCause.PromptRefused, response.Fault);
        response.PromptTokens.Should().Be(count);
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_model_removed_during_the_sweep_is_a_fault_and_nothing_more_is_asked_of_it()
    {
        await using var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(Asking.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        (await AskAsync(model)).Stop.Should().Be(StopCause.Finished);
        fake.Remove("test:7b");
        var first = await AskAsync(model);
        var second = await AskAsync(model);
        first.Stop.Should().Be(StopCause.Fault);
        first.Fault.Should().Contain("'test:7b' was removed");
        second.Fault.Should().Be(first.Fault);
        fake.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_model_replaced_during_the_sweep_is_another_model()
    {
        var time = new SteppingTime();
        await using var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(Asking.Options(fake.Endpoint) with { Time = time });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        (await AskAsync(model)).Stop.Should().Be(StopCause.Finished);
        fake.Replace(new FakeModel { Name = "test:7b", Digest = new string('b', 64) });
        time.Skip(TimeSpan.FromSeconds(3));
        var response = await AskAsync(model);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Contain("replaced").And.Contain("aaaaaaaaaaaa became bbbbbbbbbbbb");
        var check = () => model.CheckUnchangedAsync(TestContext.Current.CancellationToken);
        await check.Should().ThrowAsync<HaystackException>();
    }

    [Fact]
    public async Task A_jump_of_the_wall_clock_touches_no_budget()
    {
        var time = new SteppingTime();
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Answer = _ =>
            {
                time.JumpWallClock(TimeSpan.FromHours(-5));
                return "Answer: Vel";
            },
        });
        using var server = new OllamaServer(Asking.Options(fake.Endpoint) with { Time = time });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var response = await AskAsync(model);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Total.Should().BePositive().And.BeLessThan(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("StallBefore")]
    [InlineData("StallDuring")]
    public async Task Cancelling_throws_and_leaves_the_server_at_once(string kind)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Fault = _ => new FakeFault(Enum.Parse<FakeFaultKind>(kind)) });
        using var server = new OllamaServer(Asking.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var ask = () => model.AskAsync(Asking.Prompt("Where is it?"), Asking.Budget(), cancel.Token);
        await ask.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_server_that_fails_at_everything_is_left_alone_for_a_while()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Fault = _ => FakeFault.Http(503, "busy") });
        var retry = new RetryLimits { Retries = 1, FirstDelay = TimeSpan.FromMilliseconds(1), BreakAfter = 4, BreakDuration = TimeSpan.FromMinutes(10) };
        var time = new SteppingTime();
        using var server = new OllamaServer(Asking.Options(fake.Endpoint) with { Retry = retry, Time = time });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        for (var i = 0; i < 2; i++)
            (await AskAsync(model)).Fault.Should().Be("HTTP 503: busy");
        fake.Requests.Should().HaveCount(4);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var ask = () => model.AskAsync(Asking.Prompt("Where is it?"), Asking.Budget(), cancel.Token);
        await ask.Should().ThrowAsync<OperationCanceledException>("it waits for the break to end");
        fake.Requests.Should().HaveCount(4, "nothing is sent meanwhile");
    }

    private static async Task<ModelResponse> AskWithAsync(Func<FakeRequest, FakeFault?> fault, double seconds = 20, double stallSeconds = 20)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Answer = _ => "It was far away. Answer: Vel", Fault = fault });
        var limits = new CallLimits { Stall = TimeSpan.FromSeconds(stallSeconds) };
        using var server = new OllamaServer(Asking.Options(fake.Endpoint) with { Limits = limits });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        return await model.AskAsync(Asking.Prompt("Where is it?"), Asking.Budget(seconds: seconds), TestContext.Current.CancellationToken);
    }

    private static async Task<ModelResponse> AskAsync(FakeOllama fake, int numCtx, double seconds, string prompt = "Where is it?")
    {
        using var server = new OllamaServer(Asking.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        return await model.AskAsync(Asking.Prompt(prompt), Asking.Budget(numCtx, output: 1000, seconds: seconds), TestContext.Current.CancellationToken);
    }

    private static Task<ModelResponse> AskAsync(IModelConnection model) =>
        model.AskAsync(Asking.Prompt("Where is it?"), Asking.Budget(), TestContext.Current.CancellationToken);
}
