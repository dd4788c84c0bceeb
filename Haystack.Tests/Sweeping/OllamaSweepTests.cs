using System.Diagnostics;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>The whole way against a server that speaks Ollama's protocol over a socket.</summary>
public sealed class OllamaSweepTests : IDisposable
{
    private const int Questions = 26;

    private static readonly string[] Arguments = ["sweep", "--model", "alpha:7b", "--model", "beta:7b", "--contexts", "4k,6k", "--documents", "2", "--out", "run", "--ui", "plain"];
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_models_are_swept_with_every_count_agreeing_and_never_a_reload()
    {
        await using var server = await StartAsync();
        var ended = await HaystackProcess.RunAsync(_folder.Path, [.. Arguments, "--endpoint", server.Endpoint]);
        ended.ExitCode.Should().Be(0, ended.Error);

        var run = RunReader.Read(_folder["run"]);
        run.Models.Select(m => (m.Name, m.TokenizerGrade)).Should().Equal(
            ("alpha:7b", TokenizerGrade.Verified), ("beta:7b", TokenizerGrade.Verified));
        run.Trials.Should().HaveCount(2 * 2 * 2 * Questions).And.OnlyContain(t => t.PromptTokensCounted == t.PromptTokensPlanned && t.Outcome == Outcome.Correct);
        run.Trials.GroupBy(t => t.DocumentId).Should().OnlyContain(d => d.Max(t => t.PromptTokensPlanned) == d.First().ContextTokens);

        server.Requests.GroupBy(r => r.Model).Should().OnlyContain(m => m.Select(r => r.NumCtx).Distinct().Count() == 1, "num_ctx never changes within a model");
        server.Loads.Should().Be(2);
        QuestionsAboutOneDocumentArriveOneAfterAnother(server.Requests);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Killed_in_the_middle_and_started_again_it_loses_no_finished_trial_and_asks_none_twice()
    {
        await using var server = await StartAsync(TimeSpan.FromMilliseconds(4));
        using (var process = HaystackProcess.Start(_folder.Path, [.. Arguments, "--endpoint", server.Endpoint]))
        {
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var patience = Stopwatch.StartNew();
            while (server.Requests.Count < 60 && patience.Elapsed < TimeSpan.FromSeconds(60))
                await Task.Delay(5, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var before = RunReader.Read(_folder["run"], withTexts: true).Trials.ToDictionary(t => t.Key);
        before.Should().NotBeEmpty().And.HaveCountLessThan(2 * 2 * 2 * Questions);
        var asked = server.Requests.Count;
        var ended = await HaystackProcess.RunAsync(_folder.Path, [.. Arguments, "--endpoint", server.Endpoint]);
        ended.ExitCode.Should().Be(0, ended.Error);

        var after = RunReader.Read(_folder["run"], withTexts: true).Trials.ToDictionary(t => t.Key);
        after.Should().HaveCount(2 * 2 * 2 * Questions);
        before.Should().OnlyContain(t => after[t.Key] == t.Value, "what was stored stays as it was");
        var askedAgain = server.Requests.Skip(asked).Where(IsQuestion).Select(r => (r.Model, r.Prompt)).ToList();
        askedAgain.Should().OnlyHaveUniqueItems().And.HaveCount(after.Count - before.Count);
    }

    private static bool IsQuestion(FakeRequest request) => request.Prompt.StartsWith("Read the following text.", StringComparison.Ordinal) && request.NumPredict != 1 && !request.IsDry;

    private static void QuestionsAboutOneDocumentArriveOneAfterAnother(IReadOnlyList<FakeRequest> requests)
    {
        var documents = requests.Where(IsQuestion).Select(r => (r.Model, Document: r.Prompt[..r.Prompt.LastIndexOf("Question:", StringComparison.Ordinal)])).ToList();
        var changes = 1 + documents.Zip(documents.Skip(1)).Count(p => p.First != p.Second);
        changes.Should().Be(documents.Distinct().Count());
    }

    private static async Task<FakeOllama> StartAsync(TimeSpan? delay = null)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        FakeModel Model(string name, char digest) => new()
        {
            Name = name,
            Digest = new string(digest, 64),
            Tokenizer = Tokenizer,
            Vocabulary = DerivedVocabulary.Small,
        };
        return await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [Model("alpha:7b", 'a'), Model("beta:7b", 'b')],
            Answer = request => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, request.Prompt)]).GetAwaiter().GetResult().Text,
            TokenDelay = delay,
        });
    }
}
