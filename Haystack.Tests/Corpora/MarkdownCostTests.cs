using FluentAssertions;
using Haystack.Corpora.Cutting;
using Xunit;

namespace Haystack.Tests.Corpora;

/// <summary>Markdown is read in time that grows with its length, whatever opens in it and never closes.</summary>
public sealed class MarkdownCostTests
{
    private const int Length = 30_000;

    public static TheoryData<string> Openers() =>
    [
        "![", "[", "[](", "[x](", "![](", "![x](a ", "[x][", "[x](a \"", "<a ", "<a", "</", "<!--", "<http:", "<http://x", "**a ", "__a ", "**", "__", "*a ", "_a ", "~~", "~~a ", "`", "` ", "`` ", "`a``b```c ",
        "\\", "\\*", "&", "&#", "&amp", ">", "> ", ">\n", "- ", "-", "- - ", "1. ", "#", "# ", "|", "| ", "|-", "|-|\n", "|:-", ":", "=", "```", "~~~\n", "   ", "\t", "\n", "    a\n", "[a]: ", "[a]:\n", "---\n", "(", "“", "。", "!", "a.", "\uE000", "\uE0001\uE000", "e\u0301", "\uD83D\uDE00",
    ];

    [Theory]
    [MemberData(nameof(Openers))]
    public void What_opens_and_never_closes_costs_no_more_than_its_length(string opener)
    {
        var many = string.Concat(Enumerable.Repeat(opener, Length / opener.Length));
        foreach (var text in (string[])[many, many + "x", "a|b\n-|-\n" + many, new string(' ', Length) + opener + "|-"])
            ReadingCost.ShouldBeBoundedOnce(opener, 1, () => _ = SentenceCutter.Cut("x", "en", text + "\n\nHe left.", markdown: true).Sha256);
    }

    [Theory]
    [InlineData("a `b` c", "a b c")]
    [InlineData("a ``b ` c`` d", "a b ` c d")]
    [InlineData("a `b`` c` d", "a b`` c d")]
    [InlineData("a ` b", "a ` b")]
    [InlineData("`**a**` and **`b`**", "**a** and b")]
    [InlineData("**a** __b__ ***c*** **d __e** f__", "a b c d _e f_")]
    [InlineData("** a ** b", "** a ** b")]
    [InlineData("a <!-- b --> c <!-- d", "a c <!-- d")]
    [InlineData("![a](b.png) [c](d \"e\") [f][g] <https://h.i>", "a c f https://h.i")]
    [InlineData("\uE0000\uE000 `x` \uE00099\uE000", "\uE0000\uE000 x \uE00099\uE000")]
    public void Markup_goes_and_what_only_looks_like_it_stays(string markdown, string text) => MarkdownInline.ToText(markdown).Should().Be(text);

    [Theory]
    [InlineData("> Look:\n>\n>     if (a) {\n>         b();\n>     }\n\nHe left.", "Look:|if (a) {|b();|}|He left.")]
    [InlineData("> Look:\n> ```\n> if (a) {\n> ```\n> Done.\n\nHe left. She stayed.", "Look:|if (a) {|Done.|He left.|She stayed.")]
    [InlineData("> ```\n> a();\n\nHe left.", "a();|He left.")]
    [InlineData("> >\tquoted\n> again", "quoted|again")]
    public void Code_within_a_quotation_is_code_and_ends_with_it(string markdown, string sentences)
    {
        var corpus = SentenceCutter.Cut("x", "en", markdown, markdown: true);
        Enumerable.Range(0, corpus.SentenceCount).Select(i => corpus.Sentence(i).Trim().ToString()).Should().Equal(sentences.Split('|'));
    }

    [Theory]
    [InlineData("| - | - |", true)]
    [InlineData(":-: | --:", true)]
    [InlineData("|---|", true)]
    [InlineData("| - | x |", false)]
    [InlineData("| : | - |", false)]
    [InlineData("||", false)]
    public void Cells_of_dashes_rule_a_table_off(string rule, bool isOne) =>
        SentenceCutter.Cut("x", "en", $"| a | b |\n{rule}\n| c | d |", markdown: true).Text.Contains("\na | b", StringComparison.Ordinal).Should().Be(isOne);
}
