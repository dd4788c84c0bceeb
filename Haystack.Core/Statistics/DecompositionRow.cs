namespace Haystack.Statistics;

/// <summary>
/// Pair against single facts at one distance, over chains with an answer in all three arms. Where pair lies below the
/// product, combining failed and not finding.
/// </summary>
public sealed record DecompositionRow
{
    /// <summary>Tokens between the facts.</summary>
    public required int DistanceTokens { get; init; }

    /// <summary>Right pair questions.</summary>
    public required Proportion Pair { get; init; }

    /// <summary>Right first facts.</summary>
    public required Proportion First { get; init; }

    /// <summary>Right last facts.</summary>
    public required Proportion Second { get; init; }

    /// <summary>p(first)·p(second).</summary>
    public required double Product { get; init; }

    /// <summary>p(pair) − p(first)·p(second).</summary>
    public required double Difference { get; init; }

    /// <summary>Its 95% interval, by cluster bootstrap over documents; null with fewer than two documents.</summary>
    public required Interval? DifferenceInterval { get; init; }
}
