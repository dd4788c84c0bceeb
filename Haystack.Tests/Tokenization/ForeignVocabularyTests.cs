using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>Vocabularies with what the tested ones do not have: each is counted right, or refused by name.</summary>
public sealed class ForeignVocabularyTests
{
    private const string Covering = @"\p{L}+|\p{N}|\s+|[^\s\p{L}\p{N}]+";

    [Fact]
    public void An_added_token_is_found_in_the_text_as_it_stands_not_in_its_spelling()
    {
        var tokens = Bytes().Concat(["▁", "a", "b", "▁a", "▁▁"]).ToArray();
        var json = SentencePiece(tokens, ["▁ a"]);
        json["added_tokens"] = new JsonArray(new JsonObject { ["id"] = Array.IndexOf(tokens, "▁▁"), ["content"] = "▁▁", ["special"] = false, ["normalized"] = false });
        var tokenizer = VocabularyTokenizer.Create(Read(json));
        // Two blanks are spelled like the token and are none; its own character twice is the token.
        tokenizer.Ids("b  a").Select(id => tokens[id]).Should().Equal("b", "▁", "▁a");
        tokenizer.Ids("b▁▁a").Select(id => tokens[id]).Should().Equal("b", "▁▁", "a");
        var spans = tokenizer.Encode("b▁▁a");
        spans.Select(s => (s.Start, s.End)).Should().Equal((0, 1), (1, 3), (3, 4));
    }

    [Fact]
    public void A_merge_may_be_long()
    {
        var vocabulary = DerivedVocabulary.Small;
        var dash = string.Concat(Enumerable.Repeat("-", 512));
        var tokens = vocabulary.Tokens.ToList();
        var merges = vocabulary.Merges.ToList();
        for (var length = 1; length <= 512; length *= 2)
        {
            if (!tokens.Contains(dash[..length]))
                tokens.Add(dash[..length]);
            if (length > 1)
                merges.Add($"{dash[..(length / 2)]} {dash[..(length / 2)]}");
        }

        var tokenizer = VocabularyTokenizer.Create(vocabulary with { Tokens = tokens, Merges = merges, TokenTypes = [.. Enumerable.Range(0, tokens.Count).Select(id => id < vocabulary.Tokens.Count && vocabulary.TokenTypes is { } types ? types[id] : TokenType.Normal)] });
        tokenizer.Count(dash).Should().Be(1);
    }

    [Fact]
    public void A_byte_token_that_no_text_needs_may_be_missing_and_the_file_is_named_where_one_is_needed()
    {
        string[] Without(params string[] missing) => [.. Bytes().Except(missing), "▁", "a", "\n", "\t", "▁a"];
        VocabularyTokenizer.Create(Read(SentencePiece(Without("<0x0A>", "<0x09>", "<0xC0>", "<0xFF>", "<0x00>", "<0x61>"), ["▁ a"]))).Count("a\n\ta é").Should().Be(7);
        FluentActions.Invoking(() => VocabularyTokenizer.Create(Read(SentencePiece(Without("<0xE4>"), ["▁ a"])))).Should().Throw<TokenizerUnsupportedException>()
            .WithMessage("hf:file: *lacks the byte token <0xE4>*");
    }

    [Theory]
    [InlineData("Removed", true, Covering, true)]
    [InlineData("Isolated", true, Covering, true)]
    [InlineData("Removed", false, Covering, false)]
    [InlineData("Removed", true, @"\p{L}+|\p{N}", false)]
    [InlineData("MergedWithNext", false, Covering, false)]
    public void A_split_that_removes_nothing_is_read(string behavior, bool inverted, string expression, bool isRead)
    {
        var json = TokenizerJsonFile.ByteLevel(DerivedVocabulary.Small);
        JsonObject Split(string how, bool invert) => new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = expression }, ["behavior"] = how, ["invert"] = invert };
        JsonNode Steps(JsonObject split) => new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray(split, new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }) };
        json["pre_tokenizer"] = Steps(Split(behavior, inverted));
        if (!isRead)
        {
            FluentActions.Invoking(() => Read(json)).Should().Throw<TokenizerUnsupportedException>().WithMessage("*Split*");
            return;
        }

        var tokenizer = VocabularyTokenizer.Create(Read(json));
        json["pre_tokenizer"] = Steps(Split("Isolated", false));
        var plain = VocabularyTokenizer.Create(Read(json));
        foreach (var text in SampleTexts.All.Values)
            tokenizer.Ids(text).Should().Equal(plain.Ids(text));
    }

    private static IEnumerable<string> Bytes() => Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>");

    private static JsonObject SentencePiece(string[] tokens, string[] merges) => new()
    {
        ["normalizer"] = JsonNode.Parse("""{"type":"Replace","pattern":{"String":" "},"content":"▁"}"""),
        ["pre_tokenizer"] = null,
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["byte_fallback"] = true,
            ["merges"] = JsonSerializer.SerializeToNode(merges),
            ["vocab"] = new JsonObject(tokens.Select((t, i) => KeyValuePair.Create(t, (JsonNode?)i))),
        },
    };

    private static TokenizerVocabulary Read(JsonNode json) => TokenizerJson.Read("hf:file", JsonSerializer.SerializeToUtf8Bytes(json));
}
