using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>One cell of a comparison.</summary>
public sealed record ComparisonCell
{
    /// <summary>The rung of the ladder, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens between the facts; null for orphans.</summary>
    public required int? DistanceTokens { get; init; }

    /// <summary>The paired answers.</summary>
    public required PairedCounts Counts { get; init; }

    /// <summary>The 95% interval of B − A in this cell alone.</summary>
    public required Interval? DifferenceInterval { get; init; }

    /// <summary>The two-sided p-value, exact over documents (McNemar's where each document has one answer here).</summary>
    public required double P { get; init; }

    /// <summary>The same, adjusted by Holm over all cells of all comparisons made together.</summary>
    public required double AdjustedP { get; init; }
}
