namespace Haystack.Scoring;

/// <summary>Which of the values in a passage is its answer.</summary>
/// <param name="Value">The value; null where the passage settles on none.</param>
/// <param name="Problem">Why there is none; null where there is.</param>
internal sealed record Selection(Mention? Value, string? Problem);
