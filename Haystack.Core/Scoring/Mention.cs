namespace Haystack.Scoring;

/// <summary>A value named in a passage.</summary>
/// <param name="First">Its first token.</param>
/// <param name="Last">Its last token.</param>
/// <param name="Text">As written.</param>
/// <param name="Key">As compared: equal keys are equal values.</param>
/// <param name="Meaning">What an answer of it comes to.</param>
/// <param name="Value">The planted or accepted value it is; null for one that stands nowhere in the document.</param>
internal sealed record Mention(int First, int Last, string Text, string Key, Outcome Meaning, string? Value)
{
    /// <summary>Whether it is only like the value: a letter off, or with something before or after it.</summary>
    public bool IsNear { get; init; }
}
