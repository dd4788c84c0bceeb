using System.Security.Cryptography;
using System.Text;
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

namespace Haystack.Tests.DataSets;

/// <summary><c>haystack generate</c> as a process.</summary>
public sealed class GenerateTests : IDisposable
{
    private static readonly string[] Small = ["--contexts", "2k,3k", "--documents", "2", "--language", "en,zh", "--arms", "pair,first,second,absent,closed-book"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_line_has_its_fields_in_their_order_and_spans_right_in_characters_and_tokens()
    {
        await RunAsync(["generate", "--tokenizer", "tiktoken:o200k_base", .. Small, "--out", "set.jsonl"]);
        var lines = JsonLines.Read(_folder["set.jsonl"]);
        lines.Should().HaveCount(2 * 2 * 2 * (26 + 8));
        lines.Select(l => JsonLines.Text(l, "id")).Should().OnlyHaveUniqueItems();
        var tokenizer = TokenizerSpec.Load("tiktoken:o200k_base");
        foreach (var line in lines)
        {
            JsonLines.Names(line).Should().Equal(
                "id", "document_id", "family", "language", "arm", "order", "context_tokens", "distance_tokens", "position", "tokenizer", "messages", "answer", "accepted", "facts",
                "question", "question_placement", "arrangement", "rung_tokens", "chain", "hops", "fact_position", "kind", "chance_level", "choices", "intermediates", "unplanted", "values");
            JsonLines.Names(line.GetProperty("messages")[0]).Should().Equal("role", "content");
            JsonLines.Text(line.GetProperty("messages")[0], "role").Should().Be("user");
            JsonLines.Text(line, "tokenizer").Should().Be("tiktoken:o200k_base");
            SpansAreRight(line, tokenizer);
            var absent = JsonLines.Text(line, "arm") == "absent";
            (line.GetProperty("distance_tokens").ValueKind == JsonValueKind.Null).Should().Be(absent, "half a chain has no distance");
            (JsonLines.Text(line, "answer") == "").Should().Be(absent, "nothing is to be answered where the chain is broken");
            line.GetProperty("accepted").GetArrayLength().Should().Match(n => absent ? n == 0 : n > 0);
        }
    }

    [Fact]
    public async Task For_a_model_it_writes_the_messages_that_sweep_sends_in_their_order()
    {
        var tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);
        var oracle = BuiltinReaders.Create("builtin", "oracle", tokenizer, new Seed(1));
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "alpha:7b", Digest = new string('a', 64), Tokenizer = tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = request => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, request.Prompt)]).GetAwaiter().GetResult().Text,
        });
        string[] measured = ["--model", "alpha:7b", "--endpoint", server.Endpoint, "--contexts", "4k,6k", "--documents", "2", "--arms", "pair,first,second,absent,closed-book"];
        await RunAsync(["generate", .. measured, "--out", "set.jsonl"]);
        // Cold controls are a sweep's own: a data set has each question once.
        await RunAsync(["sweep", .. measured, "--out", "run", "--ui", "plain", "--cache", "on"]);

        var lines = JsonLines.Read(_folder["set.jsonl"]);
        lines.Should().HaveCount(2 * 2 * (26 + 8));
        server.Requests.TakeLast(lines.Count).Select(r => r.Prompt).SequenceEqual(lines.Select(JsonLines.Content)).Should().BeTrue();
        foreach (var line in lines)
            SpansAreRight(line, tokenizer);
    }

    [Fact]
    public async Task For_a_built_in_reader_it_writes_what_sweep_asks_it()
    {
        string[] measured = ["--model", "builtin/oracle", .. Small];
        await RunAsync(["generate", .. measured, "--out", "set.jsonl"]);
        await RunAsync(["sweep", .. measured, "--out", "run", "--ui", "plain"]);
        var asked = RunReader.Read(_folder["run"]).Trials.Select(t => t.PromptSha256);
        JsonLines.Read(_folder["set.jsonl"]).Select(l => Sha256(JsonLines.Content(l))).Should().BeEquivalentTo(asked);
    }

    [Fact]
    public async Task Count_says_how_much_it_would_be_and_writes_nothing()
    {
        var ended = await RunAsync(["generate", .. Small, "--count", "--out", "set.jsonl"]);
        ended.Output.Trim().Should().Be("272 questions about 8 documents, 696,320 prompt tokens at most");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_is_the_same_as_the_output_and_a_path_that_cannot_be_written_is_one_line_and_leaves_nothing()
    {
        string[] one = ["--contexts", "2k", "--documents", "1"];
        var output = (await RunAsync(["generate", .. one])).Output;
        await RunAsync(["generate", .. one, "--out", "set.jsonl"]);
        (await File.ReadAllTextAsync(_folder["set.jsonl"], TestContext.Current.CancellationToken)).Should().Be(output);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle("the temporary file was renamed");

        var refused = await HaystackProcess.RunAsync(_folder.Path, ["generate", .. one, "--out", "set.jsonl/inside"]);
        refused.ExitCode.Should().Be(1);
        refused.Error.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("cannot be written");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    private static void SpansAreRight(JsonElement line, ModelTokenizer tokenizer)
    {
        var content = JsonLines.Content(line);
        tokenizer.Count(content).Should().Be(line.GetProperty("context_tokens").GetInt32());
        var facts = line.GetProperty("facts").EnumerateArray().ToList();
        if (JsonLines.Text(line, "arm") == "closed-book")
            facts.Should().BeEmpty("no document is sent");
        else
            facts.Should().NotBeEmpty();
        foreach (var fact in facts)
        {
            JsonLines.Names(fact).Should().Equal("text", "char_start", "char_end", "token_start", "token_end");
            int Number(string name) => fact.GetProperty(name).GetInt32();
            content[Number("char_start")..Number("char_end")].Should().Be(JsonLines.Text(fact, "text"));
            tokenizer.Count(content.AsSpan(0, Number("char_start"))).Should().Be(Number("token_start"));
            tokenizer.Count(content.AsSpan(0, Number("char_end"))).Should().Be(Number("token_end"));
        }

        if (facts.Count == 2 && line.GetProperty("distance_tokens").ValueKind == JsonValueKind.Number)
        {
            var ordered = facts.OrderBy(f => f.GetProperty("token_start").GetInt32()).ToList();
            (ordered[1].GetProperty("token_start").GetInt32() - ordered[0].GetProperty("token_end").GetInt32())
                .Should().Be(line.GetProperty("distance_tokens").GetInt32());
        }
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<HaystackProcess.Ended> RunAsync(string[] arguments)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, arguments);
        ended.ExitCode.Should().Be(0, ended.Error);
        return ended;
    }
}
