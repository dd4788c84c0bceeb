using System.Collections.Concurrent;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary><c>doctor --cache</c> against servers on a real socket: a sound one, one whose warm prefix has lost text, one that reuses nothing.</summary>
public sealed class DoctorCacheTests : IDisposable
{
    /// <summary>Characters that tell the document and the wording of the instruction: what a prefix cache goes by.</summary>
    private const int Prefix = 400;

    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sound_cache_is_trusted()
    {
        await using var server = await StartAsync();
        var ended = await RunAsync(server);
        ended.ExitCode.Should().Be(0, ended.Output + ended.Error);
        ended.Output.Should().MatchRegex(@"ok +prefix cache: used: 9\d ?% of a prompt is reused").And.MatchRegex(@"ok +cached answers: cold (\d+)/\1, warm \1/\1: no difference found");
        Directory.Exists(_folder["runs"]).Should().BeFalse("nothing is stored");
    }

    [Fact]
    public async Task A_warm_prefix_that_has_lost_text_is_found_out()
    {
        await using var server = await StartAsync(isLossy: true);
        var ended = await RunAsync(server);
        ended.ExitCode.Should().Be(2, ended.Output + ended.Error);
        ended.Output.Should().MatchRegex(@"bad +cached answers: cold \d+/\d+, warm \d+/\d+ .*this server's cache changes answers");
    }

    [Fact]
    public async Task A_server_that_reuses_nothing_is_said_to()
    {
        await using var server = await StartAsync(isIdle: true);
        var ended = await RunAsync(server);
        ended.ExitCode.Should().Be(0, ended.Output + ended.Error);
        ended.Output.Should().MatchRegex(@"warning +prefix cache: not used: 0 ?% of a prompt").And.Contain("cached answers: there are none");
    }

    [Fact]
    public async Task It_is_asked_what_a_sweep_begins_with_or_asked_that_alone()
    {
        await using var server = await StartAsync();
        (await RunAsync(server)).Output.Should().MatchRegex("ok +dry question: test:7b: .* \\(answer: ");
        var before = server.Requests.Count;
        var alone = await HaystackProcess.RunAsync(_folder.Path, ["doctor", "--ask", "test:7b", "--endpoint", server.Endpoint, "--max-ctx", "8k"]);
        alone.ExitCode.Should().Be(0, alone.Error);
        alone.Output.Should().MatchRegex("^ok +dry question: test:7b: .* \\(answer: .*\\); replied: “.*”\n$");
        (server.Requests.Count - before).Should().BeLessThan(10, "the probes and one question");

        await using var silent = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }], Answer = _ => "I would rather not." });
        var bad = await HaystackProcess.RunAsync(_folder.Path, ["doctor", "--ask", "test:7b", "--endpoint", silent.Endpoint, "--max-ctx", "8k"]);
        bad.ExitCode.Should().Be(1, bad.Error);
        bad.Output.Should().MatchRegex("^bad +dry question: test:7b: .*replied: “I would rather not");
    }

    [Fact]
    public async Task A_reader_in_this_process_has_no_cache()
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["doctor", "--cache", "builtin/oracle"]);
        ended.ExitCode.Should().Be(1);
        ended.Error.Should().Contain("has no cache; name a model of a server");
    }

    private static Task<FakeOllama> StartAsync(bool isLossy = false, bool isIdle = false)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        return FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            ReusesNothing = isIdle,
            Answer = request =>
            {
                var text = request.Prompt;
                var isWarm = text.Length > 2 * Prefix && !seen.TryAdd(text[..Prefix], true);
                if (isWarm && isLossy)
                    text = string.Concat(text.AsSpan(0, text.Length * 2 / 5), text.AsSpan(text.Length * 4 / 5));
                return oracle.GetResponseAsync([new ChatMessage(ChatRole.User, text)]).GetAwaiter().GetResult().Text;
            },
        });
    }

    private Task<HaystackProcess.Ended> RunAsync(FakeOllama server) =>
        HaystackProcess.RunAsync(_folder.Path, ["doctor", "--cache", "test:7b", "--endpoint", server.Endpoint]);
}
