namespace Haystack.Scoring;

/// <summary>A value named in a passage.</summary>
/// <param name="First">Its first token.</param>
/// <param name="Last">Its last token.</param>
/// <param name="Text">As written.</param>
/// <param name="Key">As compared: equal keys are equal values.</param>
/// <param name="Meaning">What an answer of it comes to.</param>
/// <param name="IsKnown">Whether it is an accepted, intermediate or planted value.</param>
internal sealed record Mention(int First, int Last, string Text, string Key, Outcome Meaning, bool IsKnown);
