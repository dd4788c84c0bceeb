using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The rows of docs/faults.md on connections and time: refused, reset, stalled, left.</summary>
public sealed class WireConnectionTests
{
    [Fact]
    public async Task Connection_refused_is_tried_again_and_then_a_fault()
    {
        var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        await fake.DisposeAsync();
        var response = await WireAsking.OnceAsync(model);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("no answer from the server: ");
        response.Attempts.Should().Be(3);
    }

    [Fact]
    public async Task A_reset_before_any_answer_is_tried_again()
    {
        var response = await WireAsking.WithAsync(r => r.Index == 0 ? new FakeFault(FakeFaultKind.ResetBefore) : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_reset_during_the_answer_is_a_fault_and_the_request_is_not_sent_again()
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(FakeFaultKind.ResetDuring));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("the answer broke off: ");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_stall_before_the_first_token_is_a_fault_at_the_end_of_the_trials_time()
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(FakeFaultKind.StallBefore), seconds: 0.4);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("no token within 0.4 s");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_stall_during_the_answer_is_a_fault_and_not_a_capped_answer()
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(FakeFaultKind.StallDuring), stallSeconds: 0.3);
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
        var response = await WireAsking.OfAsync(fake, 8192, 0.7);
        response.Stop.Should().Be(StopCause.TimeCap, response.Fault);
        response.Content.Should().StartWith("on and on");
        response.PromptTokens.Should().BeNull("the server had not told it yet");
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
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint) with { Time = time });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        var response = await WireAsking.OnceAsync(model);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Total.Should().BePositive().And.BeLessThan(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("StallBefore")]
    [InlineData("StallDuring")]
    public async Task Cancelling_throws_and_leaves_the_server_at_once(string kind)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Fault = _ => new FakeFault(Enum.Parse<FakeFaultKind>(kind)) });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var ask = () => model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), cancel.Token);
        await ask.Should().ThrowAsync<OperationCanceledException>();
    }
}
