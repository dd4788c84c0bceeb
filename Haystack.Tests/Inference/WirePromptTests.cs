using FluentAssertions;
using Haystack.Inference;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The rows of docs/faults.md on prompts longer than the context: refused, or cut without a word.</summary>
public sealed class WirePromptTests
{
    [Theory]
    [InlineData("0.12.6", 512)]
    [InlineData("0.24.0", 512)]
    [InlineData("0.30.1", 511)]
    [InlineData("0.30.11", 258)]
    [InlineData("0.33.0-rc2", 258)]
    public async Task Silent_truncation_shows_in_the_count_of_every_version(string version, int count)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Version = version, Fault = _ => new FakeFault(FakeFaultKind.TruncateSilently) });
        var response = await WireAsking.OfAsync(fake, 512, 20, string.Join(' ', Enumerable.Repeat("word", 600)));
        response.Stop.Should().Be(StopCause.Finished, response.Fault);
        response.PromptTokens.Should().Be(count, "which is less than the 610 tokens that were sent");
    }

    [Theory]
    [InlineData("0.12.6", null)]
    [InlineData("0.34.0", 610L)]
    public async Task A_prompt_longer_than_the_context_is_refused_and_not_cut(string version, long? count)
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Version = version });
        var response = await WireAsking.OfAsync(fake, 512, 20, string.Join(' ', Enumerable.Repeat("word", 600)));
        response.Stop.Should().Be(StopCause.PromptRefused, response.Fault);
        response.PromptTokens.Should().Be(count);
        response.Attempts.Should().Be(1);
    }
}
