using FluentAssertions;
using Haystack.Inference.OpenAi;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>How long a prompt may be is found out before the first trial, on every kind of server.</summary>
public sealed class LengthLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_does_not_say_is_asked_the_longest_prompt_first()
    {
        await using var server = await StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.Other, Models = [Model(3_000)] });
        await ShouldBeRefusedAsync(server, "model 'openai/test-7b' refuses the longest prompt of the plan, *maximum context length is 3000 tokens*");
    }

    [Fact]
    public async Task A_server_that_cuts_prompts_without_a_word_is_found_out()
    {
        await using var server = await StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.Other, Models = [Model(131_072)], ReadsAtMost = 2_048 });
        await ShouldBeRefusedAsync(server, "model 'openai/test-7b' counted only 2,048 tokens in the longest prompt of the plan*cuts prompts without a word*");
    }

    [Theory]
    [InlineData("Vllm")]
    [InlineData("LlamaServer")]
    public async Task A_server_that_says_is_not_even_probed(string flavor)
    {
        await using var server = await StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(flavor), Models = [Model(4_096)] });
        await ShouldBeRefusedAsync(server, "--contexts 4k: with 512 tokens for the reply that is more than the 4k that openai/test-7b takes");
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task LM_Studio_says_only_once_it_has_loaded_the_model()
    {
        await using var server = await StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.LmStudio, Models = [Model(131_072)], LoadsWith = 4_096 });
        await ShouldBeRefusedAsync(server, "model 'openai/test-7b' is loaded with a context of 4k tokens where 4608 were asked for*");
    }

    [Fact]
    public async Task LM_Studio_with_room_enough_is_swept_to_the_end()
    {
        await using var server = await StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.LmStudio, Models = [Model(131_072)], LoadsWith = 8_192 });
        var end = await RunAsync(server);
        end.Reason.Should().BeNull("being loaded is not being replaced");
        end.End.Should().Be(SweepEnd.Complete);
    }

    private static FakeModel Model(int context) => new() { Name = "test-7b", ContextLength = context };

    private static Task<FakeOpenAi> StartAsync(FakeOpenAiOptions options) => FakeOpenAi.StartAsync(options);

    private async Task ShouldBeRefusedAsync(FakeOpenAi server, string message)
    {
        var run = () => RunAsync(server);
        (await run.Should().ThrowAsync<HaystackException>()).WithMessage(message).Which.Message.Should().NotContain("\n");
        Directory.Exists(_folder["run"]).Should().BeFalse("nothing is written before everything is known");
    }

    private async Task<SweepFinished> RunAsync(FakeOpenAi server)
    {
        var options = new SweepOptions { Models = ["openai/test-7b"], BaseUrl = server.BaseUrl, Contexts = [4096], Documents = 1, Anyway = true, OutputDirectory = _folder["run"] };
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options, new SweepEnvironment { Retry = TestRequest.Quick }, CancellationToken.None, TestContext.Current.CancellationToken))
            finished = happened as SweepFinished ?? finished;
        return finished!;
    }
}
