using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class TokenizerJsonTests
{
    [Fact]
    public void A_byte_level_file_gives_the_tokens_of_the_same_vocabulary_from_a_server()
    {
        var fromFile = VocabularyTokenizer.Create(Read(TokenizerJsonFile.ByteLevel(DerivedVocabulary.Small)));
        var fromServer = VocabularyTokenizer.Create(DerivedVocabulary.Small with { Pre = "qwen2" });
        foreach (var text in SampleTexts.All.Where(t => t.Key != "combining").Select(t => t.Value))
            fromFile.Ids(text).Should().Equal(fromServer.Ids(text));
        fromFile.ControlTexts.Should().Contain("<|im_end|>");
    }

    [Fact]
    public void NFC_is_applied_where_the_file_says_so_and_spans_stay_in_the_text_given()
    {
        var tokenizer = VocabularyTokenizer.Create(Read(TokenizerJsonFile.ByteLevel(DerivedVocabulary.Small)));
        tokenizer.Ids("cafe\u0301 noir").Should().Equal(tokenizer.Ids("café noir"));
        var spans = tokenizer.Encode("cafe\u0301 noir");
        spans[^1].End.Should().Be(10);
        spans.Zip(spans.Skip(1)).Should().OnlyContain(p => p.First.End == p.Second.Start);
        Seam.IsClean(tokenizer, "cafe", "\u0301 noir").Should().BeFalse();
    }

    [Fact]
    public void A_SentencePiece_like_file_gives_the_tokens_of_its_merges()
    {
        var merges = new[] { "▁ t", "h e", "▁t he" };
        string[] tokens = ["<unk>", .. Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>"), "▁", "t", "h", "e", "▁t", "he", "▁the"];
        var json = new JsonObject
        {
            ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 0, ["content"] = "<unk>", ["special"] = true }),
            ["normalizer"] = JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"""),
            ["pre_tokenizer"] = null,
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["byte_fallback"] = true,
                ["merges"] = JsonSerializer.SerializeToNode(merges),
                ["vocab"] = new JsonObject(tokens.Select((t, i) => KeyValuePair.Create(t, (JsonNode?)i))),
            },
        };
        var vocabulary = Read(json);
        vocabulary.AddSpacePrefix.Should().BeTrue();
        var tokenizer = VocabularyTokenizer.Create(vocabulary);
        tokenizer.Ids(" the thé").Select(id => tokens[id]).Should().Equal("▁the", "▁t", "h", "<0xC3>", "<0xA9>");
    }

    [Theory]
    [InlineData("model", """{"type":"Unigram"}""", "model of type 'Unigram'")]
    [InlineData("model", """{"type":"WordPiece"}""", "model of type 'WordPiece'")]
    [InlineData("model", "null", "model is missing")]
    [InlineData("model", """{"type":"BPE","merges":[]}""", "model.vocab is missing")]
    [InlineData("model", """{"type":"BPE","vocab":{}}""", "model.merges is missing")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":-1},"merges":[]}""", "the id of token 'a'")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":999999999},"merges":[]}""", "the id of token 'a'")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":1,"b":1},"merges":[]}""", "id 1 has two tokens")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":1},"merges":[["a"]]}""", "merges[0] is not a pair")]
    [InlineData("model", """{"type":"BPE","dropout":0.1,"vocab":{"a":1},"merges":[]}""", "model.dropout")]
    [InlineData("model", """{"type":"BPE","end_of_word_suffix":"</w>","vocab":{"a":1},"merges":[]}""", "end_of_word_suffix '</w>'")]
    [InlineData("normalizer", """{"type":"Lowercase"}""", "normalizer 'Lowercase'")]
    [InlineData("normalizer", """{"type":"Nmt"}""", "normalizer 'Nmt'")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"x"},"content":"y"}""", "normalizer 'Replace' with Regex 'x'")]
    [InlineData("pre_tokenizer", """{"type":"Whitespace"}""", "pre_tokenizer 'Whitespace'")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"x"},"behavior":"Removed","invert":true}""", "pre_tokenizer 'Split' with Regex 'x' and behavior 'Removed' inverted")]
    [InlineData("pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{Han}+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","use_regex":false}]}""", "not one .NET can run")]
    [InlineData("pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\s+$"},"behavior":"Isolated"},{"type":"ByteLevel"}]}""", "an anchor")]
    [InlineData("pre_tokenizer", "null", "neither byte-level nor")]
    [InlineData("pre_tokenizer", """{"type":"Sequence"}""", "Sequence without pretokenizers")]
    [InlineData("added_tokens", """[{"id":5,"content":"<x>","lstrip":true}]""", "lstrip of added token '<x>'")]
    [InlineData("added_tokens", """[{"content":"<x>"}]""", "added_tokens[0]")]
    [InlineData("added_tokens", """[{"id":5,"content":"\ud800"}]""", "not Unicode")]
    public void What_is_missing_or_not_supported_is_named(string part, string value, string message)
    {
        var json = TokenizerJsonFile.ByteLevel(DerivedVocabulary.Derive("o200k_base", 300));
        json[part] = "@@@";
        var act = () => TokenizerJson.Read("hf:test", Encoding.UTF8.GetBytes(json.ToJsonString().Replace("\"@@@\"", value, StringComparison.Ordinal)));
        act.Should().Throw<HaystackException>().WithMessage($"hf:test: *{message}*".Replace("hf:test: *not one", "*not one", StringComparison.Ordinal));
    }

    [Fact]
    public void Truncated_anywhere_or_with_any_byte_changed_it_is_read_or_refused_but_never_crashes()
    {
        var sound = Encoding.UTF8.GetBytes(TokenizerJsonFile.ByteLevel(DerivedVocabulary.Derive("o200k_base", 300)).ToJsonString());
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, cut) =>
        {
            byte[] file = cut ? sound[..at] : [.. sound[..at], value, .. sound[(at + 1)..]];
            try
            {
                VocabularyTokenizer.Create(TokenizerJson.Read("hf:test", file)).Count("The harbour.").Should().BeGreaterThan(0);
            }
            catch (HaystackException e)
            {
                e.Message.Should().NotBeEmpty();
            }
        }, iter: 200);
    }

    [Fact]
    public void A_user_defined_token_is_found_in_text_before_anything_else()
    {
        var json = TokenizerJsonFile.ByteLevel(DerivedVocabulary.Small);
        json["added_tokens"] = JsonNode.Parse("""[{"id":9000,"content":"<think>","special":false},{"id":9001,"content":"<think>>","special":false},{"id":9002,"content":"<end>","special":true}]""");
        var tokenizer = VocabularyTokenizer.Create(Read(json));
        tokenizer.Ids("a<think>b").Should().Equal([.. tokenizer.Ids("a"), 9000, .. tokenizer.Ids("b")]);
        tokenizer.Ids("<think>>").Should().Equal(9001);
        tokenizer.Ids("<end>").Should().NotContain(9002);
        tokenizer.ControlTexts.Should().Equal("<end>");
        Seam.IsClean(tokenizer, "a <thi", "nk> b").Should().BeFalse();
    }

    [Theory]
    [InlineData("nothing", "is not a tokenizer")]
    [InlineData("hf:", "is not a tokenizer")]
    [InlineData("spm:x", "is not a tokenizer")]
    [InlineData("tiktoken:p50k", "no tiktoken encoding 'p50k'")]
    [InlineData("hf:/no/such.json", "no file")]
    [InlineData("gguf:/no/such.gguf", "no file")]
    public void A_spec_that_names_nothing_says_so(string spec, string message)
    {
        var act = () => TokenizerSpec.Load(spec, new HaystackCache(null));
        act.Should().Throw<HaystackException>().WithMessage($"*{message}*");
    }

    private static TokenizerVocabulary Read(JsonObject json) => TokenizerJson.Read("hf:test", Encoding.UTF8.GetBytes(json.ToJsonString()));
}
