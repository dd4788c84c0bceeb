using System.Globalization;
using System.Text;
using FluentAssertions;
using Haystack.Facts;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class FamiliesDocTests
{
    private const string Begin = "<!-- examples: generated, do not edit -->", End = "<!-- end of examples -->";

    [Fact]
    public void The_examples_in_docs_are_what_the_library_makes()
    {
        var path = Path.Combine(Root(), "docs", "families.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        (from >= 0 && to > from).Should().BeTrue("docs/families.md holds the two marks around its examples");
        var expected = page[..(from + Begin.Length)] + "\n" + Examples() + page[to..];
        if (expected == page)
            return;
        File.WriteAllText(Path.ChangeExtension(path, ".received.md"), expected);
        page.Should().Be(expected, "docs/families.received.md is what the library makes; put it in place of docs/families.md");
    }

    private static string Examples()
    {
        var text = new StringBuilder();
        foreach (var name in FactLibrary.Load().Families)
        {
            foreach (var family in FactLibrary.Load().All.Where(f => f.Name == name))
                AppendExample(text, family);
        }

        return text.ToString();
    }

    private static void AppendExample(StringBuilder text, Family family)
    {
        var chains = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 1));
        text.Append(CultureInfo.InvariantCulture, $"\n### `{family.Name}`, {family.Language.Code}\n\n");
        foreach (var fact in chains[0].Facts)
            text.Append(CultureInfo.InvariantCulture, $"{fact.Hop}. {fact.Text}\n");
        text.Append("\n| arm | question | answer | chance |\n|---|---|---|---|\n");
        foreach (var question in chains[0].Questions.Where(q => q.Arm != Arm.ClosedBook).Append(chains[^1].Questions[0]))
        {
            var answer = question.ExpectsAbstention ? "*the text does not say*" : question.Answer;
            var arm = question.Arm switch { Arm.Pair => "pair", Arm.First => "first", Arm.Second => "second", _ => "absent" };
            text.Append(CultureInfo.InvariantCulture, $"| {arm} | {question.Text} | {answer} | {question.ChanceLevel:0.###} |\n");
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Haystack.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the source tree");
        return folder.FullName;
    }
}
