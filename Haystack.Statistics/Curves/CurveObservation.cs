namespace Haystack.Statistics.Curves;

/// <summary>One yes/no answer as the curve sees it.</summary>
/// <param name="Document">Which document, by identity.</param>
/// <param name="DistanceTokens">Tokens between the facts, 0 or more.</param>
/// <param name="ContextTokens">The rung of the ladder, in tokens.</param>
/// <param name="Position">Where the chain's midpoint stands, 0–1.</param>
/// <param name="ChanceLevel">γ, 0 to less than 1.</param>
/// <param name="Success">Whether the answer was right.</param>
internal readonly record struct CurveObservation(
    string Document, int DistanceTokens, int ContextTokens, double Position, double ChanceLevel, bool Success)
{
    /// <summary>How far the chain's outermost facts stand from its midpoint, as a share of the document; null where only distance and length tell.</summary>
    public double? HalfSpan { get; init; }

    /// <summary>½ where the fact to begin with stands first, −½ where it stands last, 0 where that was not recorded.</summary>
    public double Order { get; init; }

    /// <summary>Facts of other chains between the outermost facts; null where they were not counted.</summary>
    public int? Intervening { get; init; }

    /// <summary>The chance of finding both facts where they stand, as a share of that where facts are found best: 0–1; null where single facts were not asked.</summary>
    public double? Found { get; init; }
}
