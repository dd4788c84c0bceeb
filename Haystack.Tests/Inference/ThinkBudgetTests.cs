using FluentAssertions;
using Haystack.Asking;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Preparing;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>How many tokens a model may think, where its server knows that, and how much room a sweep gives to those that do.</summary>
public sealed class ThinkBudgetTests
{
    [Theory]
    [InlineData(OpenAiFlavor.LlamaServer, "reasoning_budget_tokens")]
    [InlineData(OpenAiFlavor.LlamaServer, "thinking_budget_tokens")]
    [InlineData(OpenAiFlavor.Vllm, "thinking_token_budget")]
    internal async Task A_budget_of_thinking_tokens_is_sent_by_the_servers_own_name_and_stored(OpenAiFlavor flavor, string name)
    {
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = flavor });
        var sweep = await PrepareAsync(new SweepOptions { Models = ["openai/test-7b?think=2k"], BaseUrl = server.BaseUrl, Contexts = [2048], Documents = 1 });
        server.Requests.Should().NotBeEmpty().And.OnlyContain(r => r.Body.GetProperty(name).GetInt32() == 2048);
        sweep.Models[0].Row.Properties["think"].Should().Be("2048 tokens at most");
    }

    [Theory]
    [InlineData(100, null, "", 0, false)]
    [InlineData(200, 200L, "", 0, false)]
    [InlineData(100, 5_000L, "", 0, true)]
    [InlineData(100, null, "a long thought ", 0, true)]
    [InlineData(100, null, "<think>", 0, true)]
    [InlineData(100, null, "", 5_000L, true)]
    [InlineData(0, null, "", 20L, false)]
    [InlineData(0, 500L, "", 0, true)]
    public async Task A_server_that_does_not_heed_it_is_said_to_once(int budget, long? told, string thinking, long output, bool isSaid)
    {
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.Vllm });
        var sweep = await PrepareAsync(new SweepOptions { Models = [$"openai/test-7b?think={budget}"], BaseUrl = server.BaseUrl, Contexts = [2048], Documents = 1 });
        var watch = new ThinkWatch(sweep.Models[0]);
        var isInText = thinking == "<think>";
        var reply = new ModelResponse
        {
            Content = (isInText ? $"<think>{string.Concat(Enumerable.Repeat("so, then, ", 400))}</think>" : "") + "Answer: Ashelwick",
            Thinking = isInText ? "" : string.Concat(Enumerable.Repeat(thinking, 400)),
            Stop = StopCause.Finished,
            ThinkingTokens = told,
            OutputTokens = output == 0 ? null : output,
        };
        var said = watch.Note(reply);
        (said is not null).Should().Be(isSaid, said);
        if (isSaid)
            said.Should().StartWith($"openai/test-7b?think={budget}: the server does not heed think={budget}: a reply thought for ");
        watch.Note(reply).Should().BeNull();
    }

    [Fact]
    public void OpenRouter_gets_it_in_its_own_form()
    {
        var settings = OpenAiSettings.Read(ModelSpec.Parse("openai/x/y?think=500"), new OpenAiModel { Flavor = OpenAiFlavor.OpenRouter, ContextSource = "" });
        settings.ThinkBudget.Should().Be(500);
        settings.Thinks.Should().BeTrue();
        var ask = new AskOptions { NumCtx = 4096, MaxOutputTokens = 256, Timeout = TimeSpan.FromMinutes(1), Seed = new Seed(1) };
        var raw = (OpenAI.Chat.ChatCompletionOptions)settings.ToChatOptions(ask).RawRepresentationFactory!(null!)!;
        System.ClientModel.Primitives.ModelReaderWriter.Write(raw).ToString().Should().Contain("\"reasoning\":{\"max_tokens\":500}");
    }

    [Theory]
    [InlineData(OpenAiFlavor.LmStudio)]
    [InlineData(OpenAiFlavor.DeepSeek)]
    [InlineData(OpenAiFlavor.OpenAi)]
    [InlineData(OpenAiFlavor.Other)]
    internal void Elsewhere_it_is_refused(OpenAiFlavor flavor) =>
        FluentActions.Invoking(() => OpenAiSettings.Read(ModelSpec.Parse("openai/x?think=2k"), new OpenAiModel { Flavor = flavor, ContextSource = "" }))
            .Should().Throw<HaystackException>().WithMessage("model 'openai/x?think=2k': think=2k: llama-server, vLLM and OpenRouter take a budget of thinking tokens*");

    [Fact]
    public async Task By_Ollama_too()
    {
        await using var server = await StartAsync("thinking");
        var prepare = () => PrepareAsync(new SweepOptions { Models = ["test:7b?think=2k"], Endpoint = server.Endpoint });
        (await prepare.Should().ThrowAsync<HaystackException>()).WithMessage("*Ollama takes no budget of thinking tokens*");
    }

    [Theory]
    [InlineData("thinking", null, 8192, 24_576)]
    [InlineData("thinking", 4096, 4096, 28_672)]
    [InlineData("tools", null, 4096, 28_672)]
    public async Task A_model_that_thinks_has_8k_for_its_reply_and_the_ladder_says_what_that_costs(string capability, int? asked, int budget, int longest)
    {
        await using var server = await StartAsync(capability);
        var notices = new List<string>();
        var sweep = await PrepareAsync(new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Documents = 1, MaxOutputTokens = asked }, notices.Add);
        sweep.Options.OutputBudget.Should().Be(budget);
        sweep.Models[0].Sets.Max(s => s.Rung.ContextTokens).Should().Be(longest);
        notices.Any(n => n.StartsWith("test:7b thinks: every reply of this sweep may take 8k tokens", StringComparison.Ordinal)).Should().Be(budget == 8192);
        notices.Should().Contain(n => n.Contains($"less {TokenSize.Format(budget)} for the reply", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(32_768, null, 8192)]
    [InlineData(32_768, 8_192, 4096)]
    [InlineData(131_072, 131_072, 8192)]
    [InlineData(16_384, null, 4096)]
    [InlineData(2_048, null, 512)]
    public void It_takes_no_more_than_a_quarter_of_a_context(int most, int? model, int budget) =>
        new SweepOptions { MaxContextTokens = most }.ThinkingBudget(model).Should().Be(budget);

    [Fact]
    public void And_beside_prompts_of_given_lengths_what_their_context_leaves()
    {
        new SweepOptions { Contexts = [2048] }.ThinkingBudget(null).Should().Be(8192);
        new SweepOptions { Contexts = [2048] }.ThinkingBudget(4096).Should().Be(2048);
    }

    private static Task<FakeOllama> StartAsync(string capability) =>
        FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "test:7b", Capabilities = ["completion", capability] }] });

    private static async Task<PreparedSweep> PrepareAsync(SweepOptions options, Action<string>? notice = null)
    {
        var sweep = await new SweepPreparation(options, new SweepEnvironment(), notice ?? (_ => { })).PrepareAsync(probe: options.BaseUrl is not null, TestContext.Current.CancellationToken);
        await sweep.DisposeAsync();
        return sweep;
    }
}
