namespace Haystack.Storage;

/// <summary>Texts that many rows have in common, each held once.</summary>
internal sealed class SharedTexts
{
    /// <summary>What is longer is hardly anybody else's.</summary>
    private const int Longest = 100;

    /// <summary>Where there are so many, rows have them for themselves.</summary>
    private const int Most = 200_000;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The text, or the same one that another row has.</summary>
    public string Of(string text)
    {
        if (text.Length > Longest)
            return text;
        if (_texts.TryGetValue(text, out var shared))
            return shared;
        if (_texts.Count < Most)
            _texts.Add(text);
        return text;
    }

    /// <summary>The same, or null.</summary>
    public string? OfNullable(string? text) => text is null ? null : Of(text);
}
