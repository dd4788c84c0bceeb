namespace Haystack.Documents;

/// <summary>A stretch of a document's text: a range of the corpus, or a text of its own.</summary>
/// <param name="Source">The string it is cut from.</param>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="Length">How many UTF-16 units.</param>
/// <param name="FirstUnit">For corpus text its first unit; -1 for a text of its own.</param>
/// <param name="UnitCount">For corpus text how many units; 0 for a text of its own.</param>
internal readonly record struct TextSlice(string Source, int Start, int Length, int FirstUnit, int UnitCount)
{
    /// <summary>Whether it is corpus text.</summary>
    public bool IsCorpus => FirstUnit >= 0;

    /// <summary>Its text.</summary>
    public ReadOnlySpan<char> Span => Source.AsSpan(Start, Length);

    /// <summary>A text of its own.</summary>
    public static TextSlice Of(string text) => new(text, 0, text.Length, -1, 0);
}
