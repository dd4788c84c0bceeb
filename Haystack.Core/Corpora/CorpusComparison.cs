namespace Haystack.Corpora;

/// <summary>Sets a corpus beside the shipped ones, each cut to the same size.</summary>
internal static class CorpusComparison
{
    /// <summary>A million tokens of English; more text tells nothing new, and procedural corpora have no end.</summary>
    private const int MostCharacters = 4_500_000;

    /// <summary>The size at which procedural corpora of a language without prose are measured.</summary>
    private const int WithoutProse = 200_000;

    private static readonly Seed Seed = new(1);

    /// <summary>
    /// The corpus first, whole up to 4.5 million characters, then the shipped ones of its language. A procedural corpus
    /// is measured at the size of the prose (200,000 characters where a language has none); prose that is shorter than the corpus is measured as it is.
    /// </summary>
    public static IEnumerable<(string Name, CorpusStatistics Statistics)> Of(
        string nameOrPath, string language, ImportedCorpora imported)
    {
        var prose = CorpusLibrary.LanguagesOf("prose").Contains(language) ? CorpusLibrary.Load("prose", language, Seed, 0) : null;
        var told = prose?.Text.Length ?? WithoutProse;
        var endless = CorpusLibrary.IsEndless(nameOrPath);
        var corpus = CorpusLibrary.Load(nameOrPath, language, Seed, endless ? told : 0, imported);
        var size = Math.Min(endless ? told : corpus.Text.Length, MostCharacters);
        yield return (nameOrPath, CorpusStatistics.Of(corpus, size));
        foreach (var name in CorpusLibrary.Shipped.Where(name => name != nameOrPath && CorpusLibrary.LanguagesOf(name).Contains(language)))
        {
            var other = name == "prose" ? prose! : CorpusLibrary.Load(name, language, Seed, size);
            yield return (name, CorpusStatistics.Of(other, size));
        }
    }
}
