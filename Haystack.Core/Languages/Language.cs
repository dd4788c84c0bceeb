using Haystack.Languages.Yaml;

namespace Haystack.Languages;

/// <summary>
/// One language, as its folder <c>Languages/Data/CODE</c> gives it. The other files of the folder are read by those whose
/// they are: <c>facts</c>, <c>corpora</c>, <c>prompt.yaml</c>, <c>answers.yaml</c>.
/// </summary>
internal sealed class Language
{
    private const int Years = 9, Counted = 100;

    private static readonly Lazy<IReadOnlyList<Language>> Embedded = new(() => [.. Codes!.Select(code => Read(code, EmbeddedText.Read($"Languages/{code}/words.yaml")))]);

    private readonly Dictionary<string, (string Man, string Woman)> _pronouns;
    private readonly IReadOnlyList<string> _counting;
    private readonly IReadOnlyList<string> _years;

    private Language(string code, YamlMap map)
    {
        Code = code;
        Name = map.Text("name").Value;
        IsSpaced = map.IsYes("spaces");
        Noise = [.. map.Texts("noise").Select(t => t.Value)];
        IsSurnameFirst = map.IsYes("surname-first");
        DecimalMark = map.Text("decimal").Value;
        _counting = List(map, "counting", Counted);
        _years = List(map, "years", Years);
        var pronouns = map.Map("pronouns");
        _pronouns = pronouns.Keys.ToDictionary(form => form, form => Pair(pronouns, form), StringComparer.Ordinal);
        ClearPronouns = map.Words("clear-pronouns");
        if (ClearPronouns.Append("he").FirstOrDefault(form => !_pronouns.ContainsKey(form)) is { } missing)
            throw map.Fault($"'pronouns' lacks '{missing}'");
        Numbers = map.Has("numbers") ? new NumberReading(map.Map("numbers"), _counting) : null;
        Dates = map.Has("dates") ? new DateReading(map.Map("dates")) : null;
        Sentences = new SentenceWords(map.Map("sentences"));
        map.Finish();
    }

    /// <summary>Every language that the program carries, in ordinal order of their codes. Read once a process.</summary>
    /// <exception cref="HaystackException">A data file is broken: file, line and reason.</exception>
    public static IReadOnlyList<Language> All => Embedded.Value;

    /// <summary>Their codes, by the folders that there are: no file is read, as the help of every command names them.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        [.. EmbeddedText.Names("Languages/").Select(name => name.Split('/')).Where(parts => parts is [_, _, "words.yaml"]).Select(parts => parts[1])];

    /// <summary>The folder's name: <c>en</c> …</summary>
    public string Code { get; }

    /// <summary>Its name in English.</summary>
    public string Name { get; }

    /// <summary>Whether blanks stand between words, and so between sentences.</summary>
    public bool IsSpaced { get; }

    /// <summary>What stands between two sentences of a paragraph.</summary>
    public string Join => IsSpaced ? " " : "";

    /// <summary>The sentences of the corpus that repeats itself.</summary>
    public IReadOnlyList<string> Noise { get; }

    /// <summary>Whether a name begins with the family's, with nothing between.</summary>
    public bool IsSurnameFirst { get; }

    /// <summary>What parts a number from its tenths.</summary>
    public string DecimalMark { get; }

    /// <summary>The forms of pronouns that stand for somebody only where nobody else was named since.</summary>
    public IReadOnlySet<string> ClearPronouns { get; }

    /// <summary>How numbers are written in words; null in a language without spaces.</summary>
    public NumberReading? Numbers { get; }

    /// <summary>How dates are written in words; null in a language without spaces.</summary>
    public DateReading? Dates { get; }

    /// <summary>What tells the ends of sentences.</summary>
    public SentenceWords Sentences { get; }

    /// <summary>One language.</summary>
    /// <exception cref="HaystackException">There is no such language.</exception>
    public static Language Of(string code) => Find(code) ?? throw new HaystackException($"there is no language '{code}'; there are {string.Join(", ", Codes)}");

    /// <summary>One language; null where there is none of that code.</summary>
    public static Language? Find(string code) => All.FirstOrDefault(l => l.Code == code);

    /// <summary>A language of this file.</summary>
    /// <exception cref="HaystackException">It is broken: file, line and reason.</exception>
    public static Language Read(string code, string text) => new(code, YamlReader.Read($"{code}/words.yaml", text));

    /// <summary>A pronoun in a form of the data file's; null where it has none.</summary>
    public string? Pronoun(string form, bool isWoman) =>
        _pronouns.TryGetValue(form, out var pair) ? isWoman ? pair.Woman : pair.Man : null;

    /// <summary>A number from 0 to 99 in words.</summary>
    public string Counting(int number) => _counting[number];

    /// <summary>The first to the ninth, of years.</summary>
    public string YearOf(int number) => _years[number - 1];

    private static IReadOnlyList<string> List(YamlMap map, string key, int count)
    {
        var texts = map.Texts(key);
        return texts.Count == count ? [.. texts.Select(t => t.Value)] : throw map.Fault($"'{key}' has {texts.Count} entries, not {count}");
    }

    private static (string, string) Pair(YamlMap map, string form) => map.Texts(form) is [var man, var woman]
        ? (man.Value, woman.Value)
        : throw map.Fault($"pronoun '{form}' is given for a man and a woman");
}
