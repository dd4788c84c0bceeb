using System.Text;
using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Haystack.Tests.Documents;
using Haystack.Tokenization;
using Haystack.Tokenization.Checking;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>A real llama.cpp is the reference: what runs under Ollama, too.</summary>
[Trait("Category", "Live")]
public sealed class LlamaCppConformanceTests
{
    [Theory]
    [InlineData("llama-bpe")]
    [InlineData("qwen2")]
    [InlineData("gpt-4o")]
    [InlineData("deepseek-v3")]
    [InlineData("kimi-k2")]
    public async Task Text_is_cut_and_merged_as_llama_cpp_does_it(string pre)
    {
        await CompareAsync(pre, 100);
        var prose = PlanCorpus.Names.Select(n => PlanCorpus.Load(n, 20_000).Corpus.Text[..5_000]);
        await CompareAsync(DerivedVocabulary.Derive("o200k_base", 4_000) with { Pre = pre, AddBos = null }, [.. Texts(40), .. prose]);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Names))]
    public Task Every_known_name_cuts_as_in_llama_cpp(string pre) => CompareAsync(pre, 400);

    /// <summary>Every name whose rules are those of byte-level vocabularies.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names =>
        PreTokenizerCatalog.Names.Where(IsByteLevel).Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [InlineData("llama", null)]
    [InlineData("gemma4", null)]
    [InlineData("gpt2", "gemma4")]
    [InlineData("gpt2", "granite-embed-multi-311m")]
    [InlineData("gpt2", "sarvam-moe")]
    public async Task Kinds_that_spell_blanks_as_letters_merge_as_in_llama_cpp(string kind, string? pre)
    {
        var vocabulary = kind == "llama" ? DerivedSentencePiece.Of(4_000) with { AddSpacePrefix = false } : DerivedSentencePiece.OfLines(4_000) with { Kind = kind, Pre = pre };
        await CompareAsync(vocabulary with { AddBos = null }, Texts(100));
    }

    [Fact]
    public async Task The_dummy_prefix_is_a_blank_before_the_text()
    {
        var vocabulary = DerivedSentencePiece.Of(4_000);
        var texts = Texts(40).Where(t => t.Length > 0).ToArray();
        await CompareAsync(vocabulary, texts, [.. texts.Select(t => " " + t)]);
    }

    [Theory]
    [InlineData("gpt2", false)]
    [InlineData("llama", false)]
    [InlineData("llama", true)]
    public async Task User_defined_tokens_are_found_as_llama_cpp_finds_them(string kind, bool dummyPrefix)
    {
        // Some overlap: the longer goes first, wherever it stands. Control tokens are text.
        string[] user = ["<think>", "ab", "bcd", "defg", "\n\n\n", "▁▁x", "<|channel|>", "国中", .. dummyPrefix ? [] : new[] { "  ", "   " }];
        var small = kind == "gpt2" ? DerivedVocabulary.Small with { AddBos = null } : DerivedSentencePiece.Of(4_000) with { AddSpacePrefix = dummyPrefix };
        string[] added = [.. user.Except(small.Tokens)];
        var vocabulary = small with
        {
            Tokens = [.. small.Tokens, .. added],
            TokenTypes = [.. small.TokenTypes!.Select((t, id) => user.Contains(small.Tokens[id]) ? TokenType.UserDefined : t), .. added.Select(_ => TokenType.UserDefined)],
            Scores = small.Scores is { } scores ? [.. scores, .. added.Select(_ => 0f)] : null,
        };
        string[] bits = [.. user, "a", "b", "c", "d", "e", "f", "g", " ", "\n", "x", "▁", "国", "中", "<|endoftext|>", "</s>", "<s>", "<0x41>", "."];
        var texts = Gen.Int[0, bits.Length - 1].Array[1, 14].Select(list => string.Concat(list.Select(i => bits[i]))).Array[200].Single();

        // With a dummy prefix text gets a blank wherever it follows a token that was found: also after the divider of the texts.
        var tokenizer = VocabularyTokenizer.Create(vocabulary);
        // A token found stands there as it is; one that was merged of a blank has it spelled otherwise.
        bool OpensWithFound(string text) => tokenizer.Ids(text)[0] is var first && vocabulary.TokenTypes[first] == TokenType.UserDefined && text.StartsWith(vocabulary.Tokens[first], StringComparison.Ordinal);
        await CompareAsync(vocabulary, texts, dummyPrefix ? [.. texts.Select(t => OpensWithFound(t) ? t : " " + t)] : texts);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gemma4")]
    [InlineData("gpt2")]
    public async Task What_type_a_token_has_does_not_keep_it_from_being_merged(string kind)
    {
        var whole = kind switch
        {
            "llama" => DerivedSentencePiece.Of(3_000) with { AddSpacePrefix = false },
            "gemma4" => DerivedSentencePiece.OfLines(3_000),
            _ => DerivedVocabulary.Derive("o200k_base", 3_000) with { Pre = "llama-bpe", AddBos = null },
        };
        string[] unmerged = kind == "gpt2" ? ["Ġzqzq", "zqzq", "Ġworda"] : [];
        var vocabulary = whole with
        {
            Tokens = [.. whole.Tokens, .. unmerged],
            TokenTypes = [.. whole.TokenTypes!.Select((t, id) => t != TokenType.Normal || whole.Tokens[id].Length == 1 || id % 5 > 0 ? t : id % 2 == 0 ? TokenType.Unused : TokenType.Control), .. unmerged.Select(_ => TokenType.Unused)],
        };
        await CompareAsync(vocabulary, ["zqzq zqzq worda", .. Texts(60)]);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("qwen2")]
    [InlineData("default")]
    [InlineData("deepseek-v3")]
    [InlineData("kimi-k2")]
    public async Task Every_code_point_is_of_the_class_that_llama_cpp_gives_it(string pre)
    {
        var texts = Enumerable.Range(0x80, 0x32000).Concat(Enumerable.Range(0xE0000, 0x400)).Where(Rune.IsValid).Chunk(512)
            .Select(k => string.Concat(k.Select(c => new Rune(c).ToString()).Select(c => $"a{c}a!{c}!{c} {c}1{c}1 \n"))).ToArray();
        await CompareAsync(SeamVocabulary.Of(texts) with { Pre = pre }, texts);
    }

    private static bool IsByteLevel(string name)
    {
        try
        {
            return PreTokenizerCatalog.Find(name) is not null;
        }
        catch (TokenizerUnsupportedException)
        {
            return false;
        }
    }

    private static string[] Texts(int each) => [.. SampleTexts.All.Values, .. RandomText.Any.Array[each].Single(), .. CutTexts.Some(each)];

    private static Task CompareAsync(string pre, int each)
    {
        var texts = Texts(each);
        return CompareAsync(SeamVocabulary.Of(texts) with { Pre = pre }, texts);
    }

    // The texts as they are given here, where that is another form.
    private static async Task CompareAsync(TokenizerVocabulary vocabulary, string[] texts, string[]? given = null)
    {
        Assert.SkipUnless(LlamaCpp.Find("llama-tokenize") is not null, LlamaCpp.Reason);
        var reference = await LlamaCpp.TokenizeAsync(vocabulary, texts, TestContext.Current.CancellationToken);
        var tokenizer = VocabularyTokenizer.Create(GgufVocabulary.Read("test", new MemoryStream(GgufFile.OfVocabulary(vocabulary))));
        reference.Should().HaveCount(texts.Length);
        reference[0].Take(1).Contains(vocabulary.BosId!.Value).Should().Be(tokenizer.AddsBos, "BOS is counted with what surrounds the text");
        for (var i = 0; i < texts.Length; i++)
        {
            var ids = tokenizer.Ids((given ?? texts)[i]);
            var expected = i == 0 && tokenizer.AddsBos ? reference[i].AsSpan(1) : reference[i];
            if (!ids.AsSpan().SequenceEqual(expected))
                ids.Should().Equal(expected.ToArray(), "of {0}", JsonSerializer.Serialize(texts[i]));
        }

        // And what --verify full holds it against.
        var second = new GgmlSecondEncoder(vocabulary);
        for (var i = 0; i < texts.Length; i += Math.Max(1, texts.Length / 100))
            second.Encode((given ?? texts)[i]).Select(s => s.Id).Should().Equal(tokenizer.Ids((given ?? texts)[i]), "of {0}", JsonSerializer.Serialize(texts[i]));
    }
}
