using System.Text;
using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class OllamaVocabularyTests
{
    [Fact]
    public void A_verbose_answer_gives_the_vocabulary_as_stream_element_and_boxed_values()
    {
        var json = OllamaShow.Of(DerivedVocabulary.Small).ToJsonString();
        var fromStream = OllamaVocabulary.From("ollama:m", new MemoryStream(Encoding.UTF8.GetBytes(json)));
        using var document = JsonDocument.Parse(json);
        var fromElement = OllamaVocabulary.From("ollama:m", document.RootElement);
        var boxed = document.RootElement.GetProperty("model_info").EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
        var fromBoxed = OllamaVocabulary.From("ollama:m", boxed);
        var expected = VocabularyTokenizer.Create(DerivedVocabulary.Small).Fingerprint;
        foreach (var vocabulary in new[] { fromStream, fromElement, fromBoxed })
            VocabularyTokenizer.Create(vocabulary).Fingerprint.Should().Be(expected);
        fromElement.AddBos.Should().BeFalse();
        fromElement.BosId.Should().Be(DerivedVocabulary.Small.BosId);
    }

    [Fact]
    public void Loading_twice_takes_the_second_from_the_cache_with_the_same_tokens()
    {
        var directory = Directory.CreateTempSubdirectory("haystack-test-");
        try
        {
            var cache = new HaystackCache(directory.FullName);
            using var document = JsonDocument.Parse(OllamaShow.Of(DerivedVocabulary.Small with { Pre = "llama-bpe" }).ToJsonString());
            var first = OllamaVocabulary.Load("ollama:m", document.RootElement, cache);
            directory.GetFiles().Should().ContainSingle();
            var second = OllamaVocabulary.Load("ollama:n", document.RootElement, cache);
            second.Source.Should().Be("ollama:n:gpt2/llama-bpe");
            second.Fingerprint.Should().Be(first.Fingerprint);
            second.ControlTexts.Should().Equal(first.ControlTexts);
            second.AddsBos.Should().Be(first.AddsBos);
            foreach (var text in SampleTexts.All.Values)
                second.Encode(text).Should().Equal(first.Encode(text));

            var file = directory.GetFiles().Single();
            File.WriteAllBytes(file.FullName, File.ReadAllBytes(file.FullName)[..1000]);
            OllamaVocabulary.Load("ollama:m", document.RootElement, cache).Ids("The harbour.").Should().Equal(first.Ids("The harbour."));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("tokenizer.ggml.model", null, "no tokenizer.ggml.model")]
    [InlineData("tokenizer.ggml.tokens", null, "no tokenizer.ggml.tokens")]
    [InlineData("tokenizer.ggml.tokens", "[]", "no tokens")]
    [InlineData("tokenizer.ggml.tokens", "\"x\"", "not a list of texts")]
    [InlineData("tokenizer.ggml.tokens", "[\"a\",7]", "tokens[1] is not a text")]
    [InlineData("tokenizer.ggml.tokens", "[\"\\ud800\"]", "not Unicode")]
    [InlineData("tokenizer.ggml.merges", null, "without merges")]
    [InlineData("tokenizer.ggml.merges", "[\"ab\"]", "merge 0 is not of the form")]
    [InlineData("tokenizer.ggml.merges", "[\"nosuch token\"]", "not in the vocabulary")]
    [InlineData("tokenizer.ggml.token_type", "[1,1]", "4003 tokens but 2 token types")]
    [InlineData("tokenizer.ggml.token_type", "[1.5]", "token_type[0] is not a number")]
    [InlineData("tokenizer.ggml.scores", "[0.5]", "4003 tokens but 1 scores")]
    [InlineData("tokenizer.ggml.model", "\"t5\"", "kind 't5'")]
    [InlineData("tokenizer.ggml.model", "\"bert\"", "kind 'bert'")]
    [InlineData("tokenizer.ggml.model", "{}", "no type that it could have")]
    [InlineData("tokenizer.ggml.pre", "\"brand-new\"", "'brand-new' is not known")]
    [InlineData("tokenizer.ggml.pre", "\"superbpe\"", "'superbpe' is not supported")]
    [InlineData("tokenizer.ggml.bos_token_id", "-1", "not a token id")]
    public void What_does_not_fit_together_is_one_clear_error(string key, string? value, string message)
    {
        var show = OllamaShow.Of(DerivedVocabulary.Small);
        var info = show["model_info"]!.AsObject();
        if (value is null)
            info.Remove(key);
        else
            info[key] = "@@@";
        var json = show.ToJsonString().Replace("\"@@@\"", value ?? "", StringComparison.Ordinal);
        var act = () => VocabularyTokenizer.Create(OllamaVocabulary.From("ollama:m", new MemoryStream(Encoding.UTF8.GetBytes(json))));
        act.Should().Throw<HaystackException>().WithMessage($"*{message}*").Which.Message.Should().NotContain("\n");
    }

    [Fact]
    public void Truncated_anywhere_or_with_any_byte_changed_it_is_read_or_refused_but_never_crashes()
    {
        foreach (var vocabulary in new[] { DerivedVocabulary.Derive("o200k_base", 300), DerivedSentencePiece.Of(300) })
        {
            var sound = Encoding.UTF8.GetBytes(OllamaShow.Of(vocabulary).ToJsonString());
            Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, cut) =>
            {
                byte[] answer = cut ? sound[..at] : [.. sound[..at], value, .. sound[(at + 1)..]];
                try
                {
                    VocabularyTokenizer.Create(OllamaVocabulary.From("ollama:m", new MemoryStream(answer))).Count("The harbour.").Should().BeGreaterThan(0);
                }
                catch (HaystackException e)
                {
                    e.Message.Should().NotBeEmpty();
                }
            }, iter: 150);
        }
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("scores")]
    [InlineData("token_type")]
    public void Lists_of_the_kind_llama_that_are_of_different_lengths_are_one_clear_error(string list)
    {
        var show = OllamaShow.Of(DerivedSentencePiece.Of(300));
        var info = show["model_info"]!.AsObject();
        if (list == "tokens")
            info["tokenizer.ggml.tokens"]!.AsArray().RemoveAt(100);
        else
            info[$"tokenizer.ggml.{list}"]!.AsArray().Add(JsonSerializer.SerializeToNode(1));
        var act = () => VocabularyTokenizer.Create(OllamaVocabulary.From("ollama:m", new MemoryStream(Encoding.UTF8.GetBytes(show.ToJsonString()))));
        act.Should().Throw<HaystackException>().Which.Message.Should().MatchRegex(@"ollama:m: \d+ tokens but \d+ (scores|token types)$");
    }

    [Fact]
    public void An_answer_that_is_not_verbose_or_not_JSON_says_so()
    {
        var brief = () => OllamaVocabulary.From("ollama:m", new MemoryStream("""{"model_info":{"tokenizer.ggml.model":"gpt2","tokenizer.ggml.tokens":null}}"""u8.ToArray()));
        brief.Should().Throw<HaystackException>().WithMessage("ollama:m: no tokenizer.ggml.tokens*");
        var broken = () => OllamaVocabulary.From("ollama:m", new MemoryStream("{"u8.ToArray()));
        broken.Should().Throw<HaystackException>().WithMessage("*not JSON*");
    }
}
