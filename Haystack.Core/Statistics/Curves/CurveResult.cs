namespace Haystack.Statistics.Curves;

/// <summary>What one analysis of accuracy against distance came to.</summary>
internal sealed record CurveResult
{
    /// <summary>Which kind of finding this is.</summary>
    public required CurveStatus Status { get; init; }

    /// <summary>The half-recall distance.</summary>
    public TokenDistance D50 { get; init; } = new();

    /// <summary>The effective distance.</summary>
    public TokenDistance D85 { get; init; } = new();

    /// <summary>The curve; null unless fitted, or flat with a fit to show.</summary>
    public RecallCurve? Curve { get; init; }

    /// <summary>One-sided p-value of "accuracy does not fall with distance"; null where it could not be tested.</summary>
    public double? DistanceEffectP { get; init; }

    /// <summary>How much wider the documents' sharing of trials makes the interval: the variance ratio, 1 or more.</summary>
    public double DesignEffect { get; init; } = 1;

    /// <summary>One line each on what was left out and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
