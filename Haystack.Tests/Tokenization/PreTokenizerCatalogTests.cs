using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class PreTokenizerCatalogTests
{
    private static readonly string[] Refused = ["mmbert", "superbpe", "whitespace"];
    private static readonly string[] OfLines = ["gemma4", "granite-embed-multi-311m", "sarvam-moe"];

    [Fact]
    public void Every_name_compiles_or_is_refused_with_its_reason()
    {
        var refused = new List<string>();
        foreach (var name in PreTokenizerCatalog.Names.Except(OfLines))
        {
            try
            {
                _ = new PieceSplitter(PreTokenizerCatalog.Find(name).Expressions);
            }
            catch (TokenizerUnsupportedException e)
            {
                e.Message.Should().Contain(name).And.Contain("is not supported: ");
                refused.Add(name);
            }
        }

        refused.Should().Equal(Refused);
        PreTokenizerCatalog.Names.Where(n => PreTokenizerCatalog.LinesOf(n) != LineRules.None).Should().Equal(OfLines);
        PreTokenizerCatalog.Names.Should().Contain(["default", "gpt-2", "llama-bpe", "llama3", "qwen2", "qwen35", "deepseek-llm", "deepseek-coder",
            "deepseek-v3", "deepseek-r1-qwen", "gpt-4o", "tekken", "smollm", "falcon", "command-r", "stablelm2", "starcoder", "olmo", "phi-2"]);
    }

    [Fact]
    public void The_probe_finds_the_cut_rules_that_the_catalog_states()
    {
        foreach (var name in PreTokenizerCatalog.Names.Except(Refused).Except(OfLines))
        {
            var rules = PreTokenizerCatalog.Find(name);
            var found = CutRuleProbe.Complete(rules);
            (name, found.Cuts).Should().Be((name, rules.Cuts));
        }
    }

    [Theory]
    [InlineData("llama-bpe", "I'll pay 12345 now!", "I|'ll| pay| |123|45| now|!")]
    [InlineData("qwen2", "pay 12345", "pay| |1|2|3|4|5")]
    [InlineData("gpt-2", "don't pay  12345", "don|'t| pay| | 12345")]
    [InlineData("deepseek-v3", "价格12345元。", "价格|123|45|元|。")]
    [InlineData("starcoder", "x 12", "x| |1|2")]
    [InlineData("default", "a 1234!? b", "a| |123|4|!?| b")]
    [InlineData("kimi-k2", "HelloWorld港口12345 don't", "HelloWorld|港口|123|45| don't")]
    [InlineData("kimi-k2", "中a中 b，c  d\n", "中|a|中| b|，c| | d|\n")]
    [InlineData("kimi-k2", "x𠀀中𠀁y", "x|𠀀中𠀁|y")]
    [InlineData("afmoe", "x 1234567, 12 123", "x| |1|234|567|,| |12| |123")]
    [InlineData("afmoe", "港口12木箱  7", "港口|12|木箱| | |7")]
    [InlineData("tiny_aya", "HelloWORLD 1234567", "HelloWORLD| |1|234|567")]
    [InlineData("spark2_5", "x 12!\n\n港口", "x| |1|2|!|\n|\n|港口")]
    [InlineData("k2-horizon", "क्\u200Dष 1234'S", "क्\u200Dष| |123|4|'S")]
    [InlineData("deepseek-llm", "x😀\u3000港口", "x|😀\u3000|港口")]
    [InlineData("ufakzeka", "Ankara'nın 12", "Ankara|'nın| |1|2")]
    [InlineData("qwen2", "😀abc 𝐀𝐛 𠀀中", "😀abc| 𝐀𝐛| 𠀀中")]
    public void Text_is_cut_as_the_name_says(string name, string text, string pieces)
    {
        using var ends = new IntBuffer();
        new PieceSplitter(PreTokenizerCatalog.Find(name).Expressions).Split(text, ends);
        var start = 0;
        var cut = new List<string>();
        foreach (var end in ends.Span)
        {
            cut.Add(text[start..end]);
            start = end;
        }

        cut.Should().Equal(pieces.Split('|'));
    }

    [Fact]
    public void Ignoring_merges_takes_a_whole_piece_that_merging_would_not_reach()
    {
        // "zq" has no merge: only the look-up makes it one token.
        var small = DerivedVocabulary.Small;
        var vocabulary = small with { Tokens = [.. small.Tokens, "Ġzqzq"], TokenTypes = [.. small.TokenTypes!, 1] };
        var id = vocabulary.Tokens.Count - 1;
        VocabularyTokenizer.Create(vocabulary with { Pre = "llama-bpe" }).Ids("a zqzq").Should().EndWith([id]);
        VocabularyTokenizer.Create(vocabulary with { Pre = "glm4" }).Ids("a zqzq").Should().EndWith([id]);
        VocabularyTokenizer.Create(vocabulary with { Pre = "dbrx" }).Ids("a zqzq").Should().NotContain(id);
    }
}
