using Haystack.Corpora;
using Haystack.Languages;

namespace Haystack.Facts;

/// <summary>All families of all languages, as the data files give them.</summary>
internal sealed class FactLibrary
{
    private const string LanguageFileName = "language";

    private static readonly Lazy<FactLibrary> Embedded = new(() => Read(EmbeddedFiles()));

    private readonly Dictionary<(string Language, string Family), Family> _families;

    private FactLibrary(IReadOnlyList<FactLanguage> languages, IReadOnlyList<Family> families)
    {
        ByLanguage = languages.ToDictionary(l => l.Code, StringComparer.Ordinal);
        All = families;
        _families = families.ToDictionary(f => (f.Language.Code, f.Name));
    }

    /// <summary>Family names in ordinal order.</summary>
    public IReadOnlyList<string> Families => [.. All.Select(f => f.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The families that every one of these languages has, in ordinal order: a family may be in some languages only.</summary>
    public IReadOnlyList<string> FamiliesOf(IReadOnlyList<string> languages) => [.. Families.Where(f => languages.All(l => _families.ContainsKey((l, f))))];

    /// <summary>Language codes in ordinal order.</summary>
    public IReadOnlyList<string> Languages => [.. ByLanguage.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The languages by code.</summary>
    public IReadOnlyDictionary<string, FactLanguage> ByLanguage { get; }

    /// <summary>Every family of every language, in ordinal order of language, then name.</summary>
    public IReadOnlyList<Family> All { get; }

    /// <summary>The families that are part of the product. Read once a process.</summary>
    /// <exception cref="HaystackException">A data file is broken: file, line and reason.</exception>
    public static FactLibrary Load() => Embedded.Value;

    /// <summary>A library of these files: names are <c>&lt;lang&gt;/language.yaml</c> and <c>&lt;lang&gt;/&lt;family&gt;.yaml</c>.</summary>
    /// <exception cref="HaystackException">A file is broken: file, line and reason.</exception>
    public static FactLibrary Read(IReadOnlyDictionary<string, string> files)
    {
        Dictionary<string, FactLanguage> languages = new(StringComparer.Ordinal);
        List<Family> families = [];
        foreach (var (file, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal).OrderByDescending(f => NameOf(f.Key) == LanguageFileName))
        {
            var code = file[..file.IndexOf('/', StringComparison.Ordinal)];
            if (NameOf(file) == LanguageFileName)
                languages.Add(code, FactLanguageFile.Read(file, code, text));
            else if (languages.TryGetValue(code, out var language))
                families.Add(FamilyFile.Read(file, NameOf(file), language, text));
            else
                throw new HaystackException($"{file}: there is no {code}/{LanguageFileName}.yaml beside it");
        }

        return new FactLibrary([.. languages.Values], families);
    }

    /// <summary>One family.</summary>
    /// <exception cref="HaystackException">There is no such family in that language.</exception>
    public Family Find(string language, string family) =>
        _families.TryGetValue((language, family), out var found)
            ? found
            : throw new HaystackException(ByLanguage.ContainsKey(language)
                ? $"there is no family '{family}' in language '{language}'; there are {string.Join(", ", All.Where(f => f.Language.Code == language).Select(f => f.Name))}"
                : $"there is no language '{language}'; there are {string.Join(", ", Languages)}");

    /// <summary>The source of facts for documents of this corpus: what the corpus contains is never planted.</summary>
    /// <param name="corpus">The filler that facts will stand in.</param>
    /// <param name="notices">One line for each pool that lost something, worth showing to the user.</param>
    /// <exception cref="HaystackException">The corpus's language has no families, or the corpus leaves a pool empty.</exception>
    public IFactSource For(Corpus corpus, out IReadOnlyList<string> notices)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        if (!ByLanguage.TryGetValue(corpus.Language, out var language))
            throw new HaystackException($"corpus '{corpus.Name}' is in language '{corpus.Language}', for which there are no facts; there are {string.Join(", ", Languages)}");
        var cleared = ClearedPools.For(corpus, language);
        notices = cleared.Notices;
        return new FactSource(this, corpus.Language, cleared);
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static Dictionary<string, string> EmbeddedFiles() => EmbeddedText.Names("Languages/").Select(name => (Name: name, Parts: name.Split('/')))
        .Where(file => file.Parts is [_, _, "facts", _]).ToDictionary(file => $"{file.Parts[1]}/{file.Parts[3]}", file => EmbeddedText.Read(file.Name), StringComparer.Ordinal);
}
