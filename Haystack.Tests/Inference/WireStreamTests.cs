using FluentAssertions;
using Haystack.Inference;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The rows of docs/faults.md on what comes inside a stream, and on how it ends.</summary>
public sealed class WireStreamTests
{
    [Fact]
    public async Task An_error_line_inside_the_stream_is_a_fault_in_its_own_words()
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(FakeFaultKind.ErrorLine, Body: "llama runner process no longer running: 2"));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("the server broke off with an error: llama runner process no longer running: 2");
        response.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_stream_without_its_final_message_is_a_fault()
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(FakeFaultKind.NoFinal));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Be("the answer broke off: the stream ended without its final message");
    }

    [Theory]
    [InlineData("Malformed")]
    [InlineData("EndlessLine")]
    public async Task A_line_that_is_no_message_is_a_fault(string kind)
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(Enum.Parse<FakeFaultKind>(kind)));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().StartWith("the answer broke off: ").And.NotContain("\n");
    }

    [Fact]
    public async Task An_empty_answer_comes_back_as_what_it_is()
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(FakeFaultKind.EmptyAnswer));
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.Content.Should().BeEmpty();
        response.PromptTokens.Should().BePositive();
        response.TimeToFirstToken.Should().BeNull();
    }

    [Fact]
    public async Task A_server_that_only_loaded_the_model_has_not_answered()
    {
        var response = await WireAsking.WithAsync(_ => new FakeFault(FakeFaultKind.OnlyLoaded));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Contain("load");
    }
}
