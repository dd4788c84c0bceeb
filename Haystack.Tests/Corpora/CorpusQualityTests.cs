using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Languages;
using Haystack.Tests.Languages;
using Xunit;

namespace Haystack.Tests.Corpora;

public sealed class CorpusQualityTests
{
    private const string Begin = "<!-- quality: generated, do not edit -->", End = "<!-- end of quality -->";

    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<(string Name, CorpusStatistics Figures)>>> Measured = [];

    /// <summary>The bound: within 20% of ordinary prose, here the project's own, of the same size.</summary>
    [Theory]
    [MemberData(nameof(LanguageList.Registers), MemberType = typeof(LanguageList))]
    public void Procedural_corpora_are_nearly_as_rich_as_prose_of_the_same_size(string language, string register)
    {
        // Prose of the default language is the measure of a language that has none.
        var prose = Of(CorpusLibrary.LanguagesOf("prose").Contains(language) ? language : SweepDefaults.Language).Single(c => c.Name == "prose").Figures;
        var corpus = Of(language).Single(c => c.Name == register).Figures;
        corpus.GzipRatio.Should().BeInRange(0.8 * prose.GzipRatio, 1.2 * prose.GzipRatio);
        corpus.DistinctTrigramShare.Should().BeInRange(0.8 * prose.DistinctTrigramShare, 1.2 * prose.DistinctTrigramShare);
    }

    /// <summary>
    /// At a million characters the measure is the first million of "An Anarchist FAQ" (Debian package anarchism), as
    /// <c>haystack corpus stats</c> counts it: distinct 3-grams 0.805, gzip 0.334.
    /// </summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("chronicle")]
    [InlineData("report")]
    [InlineData("minutes")]
    public void They_are_nearly_as_rich_as_a_book_of_a_million_characters(string register)
    {
        var corpus = CorpusStatistics.Of(ProceduralCorpus.Create(new Seed(1), "en", register, 1_000_000), 1_000_000);
        corpus.GzipRatio.Should().BeInRange(0.8 * 0.334, 1.2 * 0.334);
        corpus.DistinctTrigramShare.Should().BeInRange(0.8 * 0.805, 1.2 * 0.805);
    }

    [Fact]
    public void The_table_in_docs_is_what_is_measured()
    {
        var path = Path.Combine(Root(), "docs", "method.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        (from >= 0 && to > from).Should().BeTrue("docs/method.md holds the two marks around its table");
        var expected = page[..(from + Begin.Length)] + "\n" + string.Concat(Language.All.OrderByDescending(l => l.Code == SweepDefaults.Language).Select(l => Table(l.Code, l.Name))) + page[to..];
        if (expected == page)
            return;
        File.WriteAllText(Path.ChangeExtension(path, ".received.md"), expected);
        page.Should().Be(expected, "docs/method.received.md is what is measured; put it in place of docs/method.md");
    }

    private static string Table(string language, string title)
    {
        var prose = Of(language)[0].Figures;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n| {title}, {prose.Characters:N0} characters | distinct 3-grams | gzip |\n|---|---:|---:|\n");
        foreach (var (name, figures) in Of(language))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {figures.DistinctTrigramShare:0.000}{Against(figures.DistinctTrigramShare, prose.DistinctTrigramShare)}")
                .Append(CultureInfo.InvariantCulture, $" | {figures.GzipRatio:0.000}{Against(figures.GzipRatio, prose.GzipRatio)} |\n");
        }

        return text.ToString();
    }

    private static string Against(double value, double prose) =>
        value == prose ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100 * (value / prose - 1):+0;−0;0}%)");

    private static IReadOnlyList<(string Name, CorpusStatistics Figures)> Of(string language) => Measured.GetOrAdd(
        language,
        key => new(() => [.. CorpusComparison.Of(CorpusLibrary.LanguagesOf("prose").Contains(key) ? "prose" : CorpusLibrary.Default, key, ImportedCorpora.Default())])).Value;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Haystack.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the source tree");
        return folder.FullName;
    }
}
