namespace Haystack.Scoring;

/// <summary>A date read from tokens.</summary>
/// <param name="Value">What it says.</param>
/// <param name="Last">Its last token.</param>
/// <param name="Other">The second reading of 03/05/1887; null where there is one only.</param>
internal readonly record struct ParsedDate(DateValue Value, int Last, DateValue? Other = null);
