namespace Haystack.Statistics.Curves;

/// <summary>One yes/no answer as the curve sees it.</summary>
/// <param name="Document">Which document, by identity.</param>
/// <param name="DistanceTokens">Tokens between the facts, 0 or more.</param>
/// <param name="ContextTokens">The rung of the ladder, in tokens.</param>
/// <param name="Position">Where the chain's midpoint stands, 0–1.</param>
/// <param name="ChanceLevel">γ, 0 to less than 1.</param>
/// <param name="Success">Whether the answer was right.</param>
internal readonly record struct CurveObservation(
    string Document, int DistanceTokens, int ContextTokens, double Position, double ChanceLevel, bool Success);
