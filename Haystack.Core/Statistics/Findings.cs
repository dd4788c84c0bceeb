namespace Haystack.Statistics;

/// <summary>One question, a curve: accuracy (or the combination rate) against distance.</summary>
public sealed record Findings
{
    /// <summary>What could be said.</summary>
    public required CurveStatus Status { get; init; }

    /// <summary>Where it falls half-way from its level at d = 0 to chance.</summary>
    public required TokenDistance D50 { get; init; }

    /// <summary>The largest distance that keeps 85% of its level at d = 0.</summary>
    public required TokenDistance D85 { get; init; }

    /// <summary>The fitted curve; null where the likelihood has no maximum or there was too little to fit.</summary>
    public RecallCurve? Curve { get; init; }

    /// <summary>Mean change of accuracy per doubling of distance, over the distances tested, length and midpoint held fixed; −0.05 is five points down.</summary>
    public double? ChangePerDoubling { get; init; }

    /// <summary>Its 95% interval.</summary>
    public Interval? ChangePerDoublingInterval { get; init; }

    /// <summary>One-sided p-value of "it does not fall with distance"; null where it could not be tested.</summary>
    public double? DistanceEffectP { get; init; }

    /// <summary>How much larger the variance is than if all trials were independent, 1 or more.</summary>
    public required double DesignEffect { get; init; }

    /// <summary>k of n at each distance.</summary>
    public required IReadOnlyList<DistanceProportion> ByDistance { get; init; }

    /// <summary>One line each on what is missing and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
