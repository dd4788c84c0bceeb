using System.Text;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference.Builtin;
using Haystack.Tests.Facts;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class BuiltinReadersTests
{
    [Theory]
    [InlineData("builtin", "orcale")]
    [InlineData("builtin", "oracle-2")]
    [InlineData("builtin", "window")]
    [InlineData("builtin", "window-")]
    [InlineData("builtin", "window-0")]
    [InlineData("builtin", "window--5")]
    [InlineData("builtin", "window-9999999m")]
    [InlineData("builtin", "half-5")]
    [InlineData("builtin", "bm25-k")]
    [InlineData("simulated", "oracle")]
    [InlineData("simulated", "flat-1.5")]
    [InlineData("simulated", "flat-NaN")]
    [InlineData("simulated", "half-1e3")]
    public void An_unknown_reader_is_refused_in_one_line_that_lists_what_there_is(string provider, string name) =>
        FluentActions.Invoking(() => BuiltinReaders.Create(provider, name, ReaderKit.Tokenizer, new Seed(1)))
            .Should().Throw<HaystackException>()
            .WithMessage($"there is no reader '{provider}/{name}'; there are builtin/oracle*simulated/half-H*")
            .Which.Message.Should().NotContain("\n");

    [Fact]
    public void Every_example_exists()
    {
        foreach (var example in BuiltinReaders.Examples)
        {
            using var reader = ReaderKit.Reader(example);
            reader.GetService(typeof(ChatClientMetadata)).Should().BeOfType<ChatClientMetadata>()
                .Which.Should().Match<ChatClientMetadata>(m => $"{m.ProviderName}/{m.DefaultModelId}" == example);
        }
    }

    [Fact]
    public void A_provider_lists_its_own() =>
        BuiltinReaders.ExamplesOf("simulated").Should().Equal("half-4k", "flat-0.7");

    [Theory]
    [InlineData("en", "Answer: ")]
    [InlineData("zh", "答案：")]
    [InlineData("de", "Antwort: ")]
    public async Task A_reply_ends_with_an_answer_line_and_counts_its_tokens(string language, string lead)
    {
        using var oracle = ReaderKit.Reader("builtin/oracle");
        var chains = FactKit.Source(language).Create(FactKit.Request(FactLibrary.Load().Find(language, "link"), 3));
        var prompt = FactKit.Prompt(FactKit.Document(chains, 3), chains[0].Questions[0].Text);
        var response = await oracle.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], cancellationToken: TestContext.Current.CancellationToken);
        response.Text.Should().EndWith($"\n{lead}{chains[0].Questions[0].Answer}");
        response.FinishReason.Should().Be(ChatFinishReason.Stop);
        response.Usage!.InputTokenCount.Should().Be(ReaderKit.Tokenizer.Count(prompt));
        response.Usage.OutputTokenCount.Should().Be(ReaderKit.Tokenizer.Count(response.Text));
    }

    [Fact]
    public async Task Streaming_brings_the_same_reply_and_counts()
    {
        using var oracle = ReaderKit.Reader("builtin/oracle");
        var chains = FactKit.Source("en").Create(FactKit.Request(FactLibrary.Load().Find("en", "sum"), 3));
        ChatMessage[] messages = [new(ChatRole.User, FactKit.Prompt(FactKit.Document(chains, 3), chains[2].Questions[0].Text))];
        var whole = await oracle.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in oracle.GetStreamingResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken))
        {
            updates.Add(update);
            text.Append(update.Text);
        }

        text.ToString().Should().Be(whole.Text);
        var streamed = updates.ToChatResponse();
        streamed.FinishReason.Should().Be(ChatFinishReason.Stop);
        streamed.Usage!.InputTokenCount.Should().Be(whole.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Cancelling_throws()
    {
        using var oracle = ReaderKit.Reader("builtin/oracle");
        await oracle.Invoking(o => o.GetResponseAsync([new ChatMessage(ChatRole.User, "x")], cancellationToken: new CancellationToken(true)))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("What is this?")]
    [InlineData("\u0000\uD800 {a} Answer: 5")]
    public async Task A_prompt_without_a_known_question_gets_an_abstention(string prompt)
    {
        foreach (var example in BuiltinReaders.Examples)
            (await ReaderKit.Reader(example).Ask(prompt)).Should().BeNull();
    }

    [Fact]
    public async Task Questions_asked_side_by_side_get_the_answers_they_get_one_by_one()
    {
        using var oracle = ReaderKit.Reader("builtin/window-3000");
        var prompts = new List<(string Prompt, string? Answer)>();
        for (ulong seed = 0; seed < 6; seed++)
        {
            var chains = FactKit.Source("en").Create(FactKit.Request(FactLibrary.Load().Find("en", "link"), seed));
            var document = FactKit.Document(chains, seed, filler: 14);
            foreach (var question in chains.SelectMany(c => c.Questions).Take(9))
            {
                using var alone = ReaderKit.Reader("builtin/window-3000");
                var prompt = FactKit.Prompt(document, question.Text);
                prompts.Add((prompt, await alone.Ask(prompt)));
            }
        }

        var answers = await Task.WhenAll(prompts.Select(p => Task.Run(() => oracle.Ask(p.Prompt))));
        answers.Should().Equal(prompts.Select(p => p.Answer));
    }
}
