using Haystack.Languages.Yaml;

namespace Haystack.Languages;

/// <summary>The words by which the ends of sentences are known, as the data files write them.</summary>
internal sealed class SentenceWords
{
    public SentenceWords(YamlMap map)
    {
        (Titles, Numbered, Trailing) = (List(map, "titles"), List(map, "numbered"), List(map, "trailing"));
        (Openers, Speech, Abbreviations) = (List(map, "openers"), List(map, "speech"), List(map, "abbreviations"));
        map.Finish();
    }

    /// <summary>Before a full stop never at a sentence's end: a name or a number follows.</summary>
    public IReadOnlyList<string> Titles { get; }

    /// <summary>Not at a sentence's end when a number follows.</summary>
    public IReadOnlyList<string> Numbered { get; }

    /// <summary>At a sentence's end only when what follows plainly opens one.</summary>
    public IReadOnlyList<string> Trailing { get; }

    /// <summary>Words that plainly open a sentence.</summary>
    public IReadOnlyList<string> Openers { get; }

    /// <summary>Verbs that go on after somebody's words.</summary>
    public IReadOnlyList<string> Speech { get; }

    /// <summary>At the end of no sentence of a reply.</summary>
    public IReadOnlyList<string> Abbreviations { get; }

    private static IReadOnlyList<string> List(YamlMap map, string key) => map.Has(key) ? [.. map.Texts(key).Select(t => t.Value)] : [];
}
