using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Inference.OpenAi;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A server that reuses nothing is named after the second document, with the price; a sound one is not.</summary>
public sealed class IdleCacheTests : IDisposable
{
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0.34.0")]
    [InlineData("0.31.0")]
    public async Task It_is_named_with_its_price_by_the_cached_tokens_told_or_else_by_the_time_of_reading(string version)
    {
        var happened = await SweepAsync(version, reusesNothing: true);
        var line = happened.OfType<SweepNotice>().Select(n => n.Text).Single(n => n.Contains("nothing is reused", StringComparison.Ordinal));
        // 3 documents of 26 questions: 78 prompts of 2,048 tokens in place of 3 and 75 times a question's 96.
        line.Should().MatchRegex(@"^ollama/test:7b: nothing is reused of what the server has read: 12\.0 × the prompt tokens planned; \d+ (s|min) becomes \d+ min$".Replace("ollama/", "(ollama/)?", StringComparison.Ordinal));
        happened.TakeWhile(e => e is not SweepNotice { Text: var t } || t != line).Count(e => e is TrialFinished).Should().BeInRange(2 * 26 - 2, 2 * 26 + 2);
    }

    [Theory]
    [InlineData("0.34.0")]
    [InlineData("0.31.0")]
    public async Task A_cache_that_is_used_is_not(string version) =>
        (await SweepAsync(version, reusesNothing: false)).OfType<SweepNotice>().Should().NotContain(n => n.Text.Contains("reused", StringComparison.Ordinal));

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [Trait("Category", "Slow")]
    public async Task A_server_that_tells_neither_is_known_by_when_its_replies_begin(bool reusesNothing, bool isResumed)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions
        {
            Flavor = OpenAiFlavor.Other,
            ReusesNothing = reusesNothing,
            ReadingTime = TimeSpan.FromMilliseconds(0.3),
            Models = [new FakeModel { Name = "test-7b", ContextLength = 32_768, Tokenizer = Tokenizer }],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        });
        Live.TinyModel.Write(_folder["tiny.gguf"], new Seed(1));
        var options = new SweepOptions { Models = ["openai/test-7b"], BaseUrl = server.BaseUrl, Tokenizer = $"gguf:{_folder["tiny.gguf"]}", Contexts = [2048], ChainsPerDocument = 2, Documents = 3, Cache = Haystack.Planning.CacheMode.On, OutputDirectory = _folder["run"] };
        var notices = new List<string>();
        using var drain = new CancellationTokenSource();
        await foreach (var one in Sweep.RunAsync(options, isResumed ? drain.Token : CancellationToken.None, TestContext.Current.CancellationToken))
        {
            if (one is TrialFinished)
                await drain.CancelAsync();
            if (one is SweepNotice { Text: var text })
                notices.Add(text);
        }

        // The dry question is not asked again: the probes tell how soon a reply to a short prompt begins.
        await foreach (var one in Sweep.RunAsync(options, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            if (one is SweepNotice { Text: var text })
                notices.Add(text);
        }

        notices.Count(n => n.StartsWith("openai/test-7b: nothing is reused of what the server has read: ", StringComparison.Ordinal)).Should().Be(reusesNothing ? 1 : 0, string.Join('\n', notices));
    }

    private async Task<IReadOnlyList<SweepEvent>> SweepAsync(string version, bool reusesNothing)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Version = version,
            ReusesNothing = reusesNothing,
            ReadingTime = TimeSpan.FromMilliseconds(1),
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        });
        var happened = new List<SweepEvent>();
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [2048], Documents = 3, Cache = Haystack.Planning.CacheMode.On, OutputDirectory = _folder["run"] };
        await foreach (var one in Sweep.RunAsync(options, CancellationToken.None, TestContext.Current.CancellationToken))
            happened.Add(one);
        happened[^1].Should().BeOfType<SweepFinished>().Which.End.Should().Be(SweepEnd.Complete);
        return happened;
    }
}
