using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Inference.OpenAi;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The rows of docs/faults.md over OpenAI's client, which wraps what it meets in exceptions of its own.</summary>
public sealed class OpenAiFaultTests
{
    [Fact]
    public async Task Connection_refused_is_tried_again_and_then_a_fault()
    {
        var fake = await FakeOpenAi.StartAsync();
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        await fake.DisposeAsync();
        var response = await AskAsync(model);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("no answer from the server: Connection refused");
        response.Attempts.Should().Be(3);
    }

    [Fact]
    public async Task A_reset_before_any_answer_is_tried_again()
    {
        var response = await AskWithAsync(r => r.Index == 0 ? new FakeFault(FakeFaultKind.ResetBefore) : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        var response = await AskWithAsync(r => r.Index == 0 ? FakeFault.Http(status, "not now") : null);
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Attempts.Should().Be(2);
    }

    [Theory]
    [InlineData("ResetDuring", "the answer broke off: *")]
    [InlineData("ErrorLine", "the server broke off with an error: slot died")]
    [InlineData("NoFinal", "the answer broke off: the stream ended without its final message")]
    [InlineData("Malformed", "the answer broke off: *")]
    [InlineData("StallDuring", "the reply stalled: no token for 0.3 s")]
    public async Task What_goes_wrong_during_the_answer_is_a_fault_and_the_request_is_not_sent_again(string kind, string fault)
    {
        var response = await AskWithAsync(_ => new FakeFault(Enum.Parse<FakeFaultKind>(kind), Body: "slot died"));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Match(fault).And.NotContain("\n");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task An_empty_answer_is_an_answer()
    {
        var response = await AskWithAsync(_ => new FakeFault(FakeFaultKind.EmptyAnswer));
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        (response.Content, response.PromptTokens > 0).Should().Be(("", true));
    }

    private static async Task<ModelResponse> AskWithAsync(Func<FakeRequest, FakeFault?> fault)
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.LlamaServer, Answer = _ => "It was far away. Answer: Vel", Fault = fault });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl) with { Limits = new CallLimits { Stall = TimeSpan.FromSeconds(0.3) } });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        return await AskAsync(model);
    }

    private static Task<ModelResponse> AskAsync(IModelConnection model) =>
        model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
}
