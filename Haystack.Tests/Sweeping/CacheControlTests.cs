using System.Collections.Concurrent;
using System.Text.Json;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A perfect reader behind a server whose prefix cache is sound, and behind one whose cache has lost text.</summary>
public sealed class CacheControlTests : IDisposable
{
    /// <summary>Characters that tell the document and the wording of the instruction: what a prefix cache goes by.</summary>
    private const int Prefix = 400;

    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cache_that_has_lost_text_is_found_out_ends_the_sweep_with_2_and_no_gate_is_decided()
    {
        await using var server = await StartAsync(lossy: true);
        var swept = await SweepAsync(server);
        swept.ExitCode.Should().Be(2, swept.Error);
        swept.Error.Should().Contain("this server's cache changes answers: these are not the model's");

        var run = RunReader.Read(_folder["run"]);
        run.ColdTrials.Should().NotBeEmpty().And.OnlyContain(t => t.IsCold);
        run.Trials.Should().HaveCount(16 * 26).And.OnlyContain(t => !t.IsCold);
        File.ReadAllText(_folder["run/summary.md"]).Should().Contain("this server's cache changes answers");
        File.ReadAllText(_folder["run/report.html"]).Should().Contain("cache changes answers");
        Cache().GetProperty("finding").GetString().Should().Be("changes_answers");

        var gate = await RunAsync("gate", "run", "--min-accuracy", "0.9");
        gate.ExitCode.Should().Be(2, gate.Output + gate.Error);
        gate.Output.Should().Contain("prefix cache: cold ");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Where_little_of_the_text_is_lost_more_is_asked_until_it_is_decided()
    {
        await using var server = await StartAsync(lossy: true, from: 0.83, to: 0.92);
        var swept = await SweepAsync(server);
        swept.ExitCode.Should().Be(2, swept.Error);
        swept.Error.Should().Contain("this server's cache changes answers: these are not the model's");
        var asked = RunReader.Read(_folder["run"]).ColdTrials;
        asked.Count.Should().BeGreaterThan(16 * 4);
        asked.Select(t => t.Key).Should().OnlyHaveUniqueItems();
        (await SweepAsync(server)).ExitCode.Should().Be(2);
        RunReader.Read(_folder["run"]).ColdTrials.Should().HaveCount(asked.Count, "what is decided is not asked again");
    }

    [Fact]
    public async Task A_sound_cache_is_said_to_be_so_with_what_is_excluded()
    {
        await using var server = await StartAsync(lossy: false);
        var swept = await SweepAsync(server);
        swept.ExitCode.Should().Be(0, swept.Error);
        swept.Error.Should().MatchRegex(@"prefix cache: cold (\d+)/\1, warm \1/\1: no difference found, more than \d+ points excluded");
        Cache().GetProperty("finding").GetString().Should().Be("no_difference");
        var gate = await RunAsync("gate", "run", "--min-accuracy", "0.9");
        gate.ExitCode.Should().Be(0, gate.Output + gate.Error);
    }

    private JsonElement Cache() =>
        JsonDocument.Parse(File.ReadAllText(_folder["run/summary.json"])).RootElement.GetProperty("models")[0].GetProperty("cache");

    private static Task<FakeOllama> StartAsync(bool lossy, double from = 0.4, double to = 0.8)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        return FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = request =>
            {
                var text = request.Prompt;
                var isWarm = text.Length > 2 * Prefix && !seen.TryAdd(text[..Prefix], true);
                // What stands at 40–80% of a prefix that is reused is gone, as with a cache that resumes at a wrong checkpoint.
                if (isWarm && lossy)
                    text = string.Concat(text.AsSpan(0, (int)(text.Length * from)), text.AsSpan((int)(text.Length * to)));
                return oracle.GetResponseAsync([new ChatMessage(ChatRole.User, text)]).GetAwaiter().GetResult().Text;
            },
        });
    }

    private Task<HaystackProcess.Ended> SweepAsync(FakeOllama server) =>
        RunAsync("sweep", "--model", "test:7b", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "16", "--out", "run", "--ui", "none");

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);
}
