using FluentAssertions;
using Haystack.Analysis;
using Haystack.Inference.Builtin;
using Haystack.Inference.OpenAi;
using Haystack.Planning;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What part of the prompts a server has to compute: the order of work is made so that it is little.</summary>
public sealed class PromptTokenTests : IDisposable
{
    /// <summary>What the design promises at the default settings, with 26 questions a document.</summary>
    private const double MostComputed = 0.08;

    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private static readonly FakeModel Model = new() { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Documents share nothing but a few words at their head, so that one of each length has the share of sixteen.
    [Fact]
    public Task At_the_default_settings_a_server_computes_at_most_8_per_cent_of_what_is_sent_and_the_report_says_so() => CheckAsync(documents: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public Task The_same_with_all_the_documents_of_the_default() => CheckAsync(new SweepOptions().Documents);

    [Fact]
    public async Task On_a_llama_server_the_same_figure_comes_from_its_timings()
    {
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions
        {
            Flavor = OpenAiFlavor.LlamaServer,
            Models = [new FakeModel { Name = "test-7b", Tokenizer = Tokenizer, ContextLength = 40_960 }],
        });
        await SweepAsync(new SweepOptions { Models = ["openai/test-7b"], BaseUrl = server.BaseUrl, Contexts = [16_384], Documents = 1, Anyway = true });
        var run = RunReader.Read(_folder["run"]);
        var use = PromptTokenUse.From(run.Trials);
        use.ComputedShare.Should().BeInRange(0.03, MostComputed);
        use.Told.Should().Be(use.Sent);
        MarkdownReport.Of(run).Should().Contain($"- <code>openai/test-7b</code>: {PromptTokensText.Of(use)}\n");
    }

    [Fact]
    public async Task A_server_that_tells_nothing_of_its_cache_has_no_figure_and_not_a_zero()
    {
        await using var server = await StartAsync("0.30.11");
        await SweepAsync(new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Contexts = [2048], Documents = 1 });
        var run = RunReader.Read(_folder["run"]);
        run.Trials.Should().OnlyContain(t => t.CachedPromptTokens == null && t.PrefillRate == null, "prompt_eval_duration is for what was not cached");
        MarkdownReport.Of(run).Should().Contain("- <code>test:7b</code>: not reported by this server\n");
    }

    private async Task CheckAsync(int documents)
    {
        await using var server = await StartAsync("0.34.0");
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint, Documents = documents, Cache = CacheMode.On };
        options.QuestionsPerDocument.Should().Be(26);
        await SweepAsync(options);

        var (sent, computed) = server.PromptTokens;
        ((double)computed / sent).Should().BeLessThanOrEqualTo(MostComputed, "by the server's own count, probes included");
        var run = RunReader.Read(_folder["run"]);
        run.Trials.Should().OnlyContain(t => t.Outcome == Outcome.Correct);
        var use = PromptTokenUse.From(run.Trials);
        var before = server.Requests.Where(r => r.NumPredict == 1 || r.IsDry).Sum(r => (long)Tokenizer.Count(Model.RolePrefix + r.Prompt) + Model.ControlTokens);
        (use.Sent, use.Told).Should().Be((sent - before, sent - before), "every prompt was counted, and its cached part told");
        use.Computed.Should().BeInRange(computed - before, computed);
        use.ComputedShare.Should().BeLessThanOrEqualTo(MostComputed);

        var report = await HaystackProcess.RunAsync(_folder.Path, ["report", "run"]);
        report.Output.Should().Contain($"- <code>test:7b</code>: {PromptTokensText.Of(use)}\n");
        TestContext.Current.TestOutputHelper?.WriteLine(PromptTokensText.Of(use));
    }

    private static Task<FakeOllama> StartAsync(string version)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        return FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Version = version,
            Models = [Model],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        });
    }

    private async Task SweepAsync(SweepOptions options)
    {
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options with { OutputDirectory = _folder["run"] }, CancellationToken.None, TestContext.Current.CancellationToken))
            finished = happened as SweepFinished ?? finished;
        finished!.End.Should().Be(SweepEnd.Complete, finished.Reason);
    }
}
