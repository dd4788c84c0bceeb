using System.Globalization;
using System.Text;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class CodePointShadowTests
{
    private static readonly IEnumerable<Rune> BeyondTheBmp = Enumerable.Range(0x10000, 0x10FFFF - 0x10000 + 1).Select(c => new Rune(c));

    [Fact]
    public void A_stand_in_is_of_the_category_of_what_it_stands_for()
    {
        foreach (var kind in new[] { ShadowKind.Categories, ShadowKind.CategoriesAndHan })
        {
            foreach (var rune in BeyondTheBmp)
            {
                var category = CharUnicodeInfo.GetUnicodeCategory(CodePointShadow.StandIn(rune, kind));
                if (category != (NewerCodePoints.Contains(rune.Value) ? UnicodeCategory.OtherNotAssigned : Rune.GetUnicodeCategory(rune)))
                    throw new InvalidOperationException($"U+{rune.Value:X} is shown as {category}");
            }
        }
    }

    [Fact]
    public void An_expression_that_lists_characters_meets_none_of_its_own_in_a_stand_in()
    {
        // But for the cased letters that deepseek-llm's lists beyond the BMP: they stay in the list.
        var listing = PreTokenizerCatalog.Names.SelectMany(Expressions).Distinct(StringComparer.Ordinal)
            .Select(CuttingExpression.For).Where(e => e.Shadow == ShadowKind.Listed && !e.Regex.ToString().Contains("[^", StringComparison.Ordinal)).ToList();
        listing.Should().HaveCountGreaterThan(5);
        foreach (var rune in BeyondTheBmp)
        {
            var standIn = CodePointShadow.StandIn(rune, ShadowKind.Listed);
            if (standIn != 'ā')
                standIn.Should().Be('\u0378');
        }

        listing.Should().AllSatisfy(e => e.Regex.IsMatch("\u0378").Should().BeFalse());
    }

    [Fact]
    public void The_listed_letters_beyond_the_BMP_are_those_of_deepseek_llm()
    {
        var listed = BeyondTheBmp.Where(r => CodePointShadow.StandIn(r, ShadowKind.Listed) == 'ā').Select(r => r.Value);
        listed.Should().Equal(new[] { (0x10400, 0x1044F), (0x104B0, 0x104D3), (0x104D8, 0x104FB), (0x10C80, 0x10CB2), (0x10CC0, 0x10CF2), (0x118A0, 0x118DF), (0x1E900, 0x1E943) }
            .SelectMany(r => Enumerable.Range(r.Item1, r.Item2 - r.Item1 + 1)));
    }

    [Fact]
    public void Characters_newer_than_the_servers_tables_are_unassigned()
    {
        string[] newer = ["\u1C89", "\uA7CB", "\U00016D43", "\U0001FAE9"];
        foreach (var text in newer)
        {
            CodePointShadow.IsNeeded(text).Should().BeTrue();
            var shadow = new char[2];
            CodePointShadow.Write(text, ShadowKind.Categories, shadow, new int[3]).Should().Be(1);
            CharUnicodeInfo.GetUnicodeCategory(shadow[0]).Should().Be(UnicodeCategory.OtherNotAssigned);
        }

        CodePointShadow.IsNeeded("港口 naïve …").Should().BeFalse();
    }

    private static IReadOnlyList<string> Expressions(string name)
    {
        try
        {
            return PreTokenizerCatalog.Find(name).Expressions;
        }
        catch (TokenizerUnsupportedException)
        {
            return [];
        }
    }
}
