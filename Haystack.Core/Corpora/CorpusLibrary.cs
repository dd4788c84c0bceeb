using Haystack.Corpora.Cutting;
using Haystack.Languages;

namespace Haystack.Corpora;

/// <summary>What <c>--corpus</c> takes: a shipped corpus, one that the user imported, or a path.</summary>
internal static class CorpusLibrary
{
    /// <summary>The corpus of a sweep that names none.</summary>
    public const string Default = "chronicle";

    /// <summary>The corpora that the program carries.</summary>
    public static IReadOnlyList<string> Shipped { get; } = [.. ProceduralCorpus.Registers, "prose", "noise"];

    /// <summary>The languages in which the program carries a corpus, in ordinal order of their codes.</summary>
    public static IReadOnlyList<string> LanguagesOf(string name) => [.. Language.Codes.Where(code => Carries(name, code))];

    /// <summary>Whether a corpus is made as long as it is asked for.</summary>
    public static bool IsEndless(string name) => ProceduralCorpus.Registers.Contains(name) || name == "noise";

    /// <summary>Loads a corpus, one that is told as it goes with at least <paramref name="minimumCharacters"/> characters.</summary>
    /// <param name="nameOrPath">A shipped name, an imported corpus's name, or a .txt or .md file or a folder.</param>
    /// <param name="language">A language's code.</param>
    /// <param name="seed">What procedural corpora are told from, and texts too long to be read whole are sampled by; of no effect on others.</param>
    /// <param name="minimumCharacters">UTF-16 units. Procedural corpora and noise are made this long; others are as long as they are.</param>
    /// <exception cref="HaystackException">There is no such corpus, or it cannot be read.</exception>
    public static Corpus Load(string nameOrPath, string language, Seed seed, int minimumCharacters) =>
        Load(nameOrPath, language, seed, minimumCharacters, ImportedCorpora.Default());

    /// <inheritdoc cref="Load(string, string, Seed, int)"/>
    internal static Corpus Load(
        string nameOrPath, string language, Seed seed, int minimumCharacters, ImportedCorpora imported)
    {
        if (Language.Find(language) is null)
            throw new HaystackException($"there are corpora in {string.Join(", ", Language.Codes)}, none in {language}");
        if (Shipped.Contains(nameOrPath) && !Carries(nameOrPath, language))
            throw new HaystackException($"there is no corpus {nameOrPath} in {language}: shipped are {string.Join(", ", Shipped.Where(name => Carries(name, language)))}");
        if (ProceduralCorpus.Registers.Contains(nameOrPath))
            return ProceduralCorpus.Create(seed, language, nameOrPath, minimumCharacters);
        if (nameOrPath == "noise")
            return NoiseCorpus.Create(language, minimumCharacters);

        var corpus = nameOrPath == "prose" ? Prose(language)
            : imported.Contains(nameOrPath) ? imported.Load(nameOrPath)
            : IsPath(nameOrPath) ? CorpusLoader.Load(Path.GetFileName(Path.TrimEndingDirectorySeparator(nameOrPath)), language, seed, [nameOrPath]).Corpus
            : throw new HaystackException(
                $"there is no corpus {nameOrPath}: shipped are {string.Join(", ", Shipped)}; no file or folder has that name, "
                + "and `haystack corpus list` shows the imported ones");
        if (corpus.Language != language)
            throw new HaystackException($"the corpus {nameOrPath} is in {corpus.Language}, not in {language}");
        return corpus;
    }

    /// <summary>The prose written for this project, all of a language's files one after the other.</summary>
    private static Corpus Prose(string language)
    {
        var builder = new CorpusBuilder(language);
        foreach (var file in ProseFiles(language))
            SentenceCutter.Cut(builder, EmbeddedText.Read(file), markdown: false);
        return builder.Build("prose");
    }

    private static IReadOnlyList<string> ProseFiles(string language) => EmbeddedText.Names($"Prose/{language}/");

    private static bool Carries(string name, string language) => name switch
    {
        "noise" => true,
        "prose" => ProseFiles(language).Count > 0,
        _ => ProceduralCorpus.IsTold(language, name),
    };

    private static bool IsPath(string name) =>
        File.Exists(name) || Directory.Exists(name) || name.Contains('/', StringComparison.Ordinal)
        || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.HasExtension(name);
}
