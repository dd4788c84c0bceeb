namespace Haystack.Scoring;

/// <summary>A number read from tokens.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Last">Its last token.</param>
/// <param name="IsWeak">Whether the word may as well be no number ("one", "second", 一): it counts only where it is all there is.</param>
internal readonly record struct ParsedNumber(decimal Value, int Last, bool IsWeak);
