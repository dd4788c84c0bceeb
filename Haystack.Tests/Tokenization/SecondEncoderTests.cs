using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tests.Documents;
using Haystack.Tokenization;
using Haystack.Tokenization.Checking;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>The encoder that verifies is another than the one that plans: both agree, and what one gets wrong the other sees.</summary>
public sealed class SecondEncoderTests
{
    private static readonly string[] Pre = ["default", "llama-bpe", "qwen2", "deepseek-llm", "deepseek-v3", "gpt-4o", "gpt-2", "tekken", "command-r", "kimi-k2"];

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma4")]
    [InlineData("gpt2/gemma4")]
    [InlineData("gpt2/sarvam-moe")]
    public void It_gives_the_tokens_of_vocabularies_that_spell_blanks_as_letters(string kind)
    {
        var vocabulary = kind == "llama" ? DerivedSentencePiece.Of(6_000) : DerivedSentencePiece.OfLines(6_000);
        var parts = kind.Split('/');
        vocabulary = vocabulary with { Kind = parts[0], Pre = parts.ElementAtOrDefault(1), Tokens = [.. vocabulary.Tokens, "the last", " hou", "▁▁"], Scores = [.. vocabulary.Scores!, 0, 0, 0], TokenTypes = [.. vocabulary.TokenTypes!, 4, 4, 4] };
        Agree(VocabularyTokenizer.Create(vocabulary), new GgmlSecondEncoder(vocabulary));
    }

    [Fact]
    public void It_gives_the_tokens_of_byte_level_vocabularies_under_every_kind_of_cutting()
    {
        foreach (var pre in Pre)
        {
            var vocabulary = DerivedVocabulary.Small with { Pre = pre };
            Agree(VocabularyTokenizer.Create(vocabulary), new GgmlSecondEncoder(vocabulary), 150);
        }
    }

    [Fact]
    public void It_gives_the_tokens_of_a_file_of_Hugging_Faces()
    {
        foreach (var json in new[] { TokenizerJsonFile.ByteLevel(DerivedVocabulary.Small), TokenizerJsonFile.SentencePiece(DerivedSentencePiece.Of(6_000)) })
        {
            var own = json["model"]!["vocab"]!["▁▁"];
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = own?.GetValue<int>() ?? 9_990, ["content"] = "▁▁", ["special"] = false, ["normalized"] = false });
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = 9_991, ["content"] = "his hou", ["special"] = false, ["normalized"] = false });
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = 9_992, ["content"] = "s house", ["special"] = false, ["normalized"] = false });
            var content = JsonSerializer.SerializeToUtf8Bytes(json);
            Agree(VocabularyTokenizer.Create(TokenizerJson.Read("hf:file", content)), new JsonSecondEncoder(content));
        }
    }

    [Theory]
    [InlineData("cl100k_base")]
    [InlineData("o200k_base")]
    public void It_gives_the_tokens_of_OpenAIs_encodings(string encoding)
    {
        var tokenizer = TokenizerSpec.Load($"tiktoken:{encoding}");
        tokenizer.Second.Should().BeOfType<TiktokenSecondEncoder>();
        Agree(tokenizer, tokenizer.Second!);
    }

    [Fact]
    public void A_file_that_changed_meanwhile_is_said_to_have()
    {
        using var folder = new Storage.TemporaryFolder();
        var json = TokenizerJsonFile.ByteLevel(DerivedVocabulary.Small);
        File.WriteAllText(folder["tokenizer.json"], json.ToJsonString());
        File.WriteAllBytes(folder["model.gguf"], GgufFile.Of(DerivedVocabulary.Small));
        ModelTokenizer[] tokenizers = [TokenizerSpec.Load($"hf:{folder.Path}", new HaystackCache(null)), TokenizerSpec.Load($"gguf:{folder["model.gguf"]}", new HaystackCache(null))];
        json["another"] = true;
        File.WriteAllText(folder["tokenizer.json"], json.ToJsonString());
        File.WriteAllBytes(folder["model.gguf"], GgufFile.Of(DerivedVocabulary.Derive("o200k_base", 3_999)));
        foreach (var tokenizer in tokenizers)
            FluentActions.Invoking(() => tokenizer.Second).Should().Throw<HaystackException>().WithMessage("*has changed since*");
    }

    [Fact]
    public void A_mistake_of_the_one_that_plans_is_found_whatever_it_is()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(TokenizerJsonFile.SentencePiece(DerivedSentencePiece.Of(6_000)));
        var compiled = VocabularyCompiler.Compile(TokenizerJson.Read("hf:file", json));
        var bytes = VocabularyCompiler.Compile(DerivedVocabulary.Small with { Pre = "llama-bpe" });
        (string Mistake, CompiledVocabulary Wrong, SecondEncoder Second)[] planted =
        [
            ("none", compiled, new JsonSecondEncoder(json)),
            ("none", bytes, new GgmlSecondEncoder(DerivedVocabulary.Small with { Pre = "llama-bpe" })),
            // What was wrong once: an added token's spelling was looked for in the text, so that two blanks were found to be it.
            ("an added token by its spelling", compiled with { UserTokens = new Dictionary<string, int> { ["of the"] = 300 } }, new JsonSecondEncoder(json)),
            ("a neighbourhood forgotten", compiled with { Neighbours = NeighbourFilter.Build(DerivedSentencePiece.Of(6_000).Tokens.Where(t => !t.Contains("th", StringComparison.Ordinal))) }, new JsonSecondEncoder(json)),
            ("other cuts", bytes with { Rules = PreTokenizerCatalog.Find("gpt-2") }, new GgmlSecondEncoder(DerivedVocabulary.Small with { Pre = "llama-bpe" })),
            ("merges lost", VocabularyCompiler.Compile(DerivedVocabulary.Small with { Pre = "llama-bpe", Merges = [.. DerivedVocabulary.Small.Merges.Skip(30)] }), new GgmlSecondEncoder(DerivedVocabulary.Small with { Pre = "llama-bpe" })),
        ];
        foreach (var (mistake, wrong, second) in planted)
        {
            var (document, prompt) = Planned(VocabularyTokenizer.Create(wrong, "test"));
            ExactnessCheck.Verify(document, prompt, VocabularyTokenizer.Create(wrong, "test"));
            var verifying = FluentActions.Invoking(() => PromptVerification.Verify(prompt, VocabularyTokenizer.Create(wrong, "test", () => second)));
            if (mistake == "none")
                verifying.Should().NotThrow();
            else
                verifying.Should().Throw<HaystackException>(mistake).WithMessage("document * is not what its plan says: *");
        }
    }

    private static void Agree(ModelTokenizer tokenizer, SecondEncoder second, int random = 400)
    {
        foreach (var text in SampleTexts.All.Values.Append("this housed ▁▁ the last  his house ▁▁▁ hou"))
            Shown(second.Encode(text)).Should().Be(Shown(tokenizer.Encode(text)), "of {0}", JsonSerializer.Serialize(text));
        RandomText.Any.Sample(text => second.Encode(text).SequenceEqual(tokenizer.Encode(text)), iter: random, seed: "0000KlGdB5P3", threads: 1);
    }

    private static string Shown(IEnumerable<TokenSpan> spans) => string.Join(' ', spans.Select(s => $"{s.Id}:{s.Start}-{s.End}"));

    private static (Document Document, Prompt Prompt) Planned(ModelTokenizer tokenizer)
    {
        var (corpus, facts) = PlanCorpus.Load("chronicle en", 200_000);
        var builder = new DocumentBuilder(new Filler(CountedCorpus.Count(corpus, tokenizer, new HaystackCache(null))), facts, PromptText.For("en"), [QuestionPlacement.After], 0);
        var planner = new DocumentPlanner(new SweepOptions { ChainsPerDocument = 2, Seed = 3 }, corpus.Sha256, FactLibrary.Load().FamiliesOf(["en"])[0], "en", 4 * 1024, [0, 512], Arrangement.Spread);
        var document = builder.Build(planner.Plan(0));
        return (document, builder.Prompts(document, SweepDefaults.Arms).First());
    }
}
