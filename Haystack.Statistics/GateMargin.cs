namespace Haystack.Statistics;

/// <summary>
/// A threshold with the zone around it in which either verdict is acceptable. No sample of any size can tell 0.8 from
/// 0.7999; what is promised is promised at the ends of the zone.
/// </summary>
internal sealed record GateMargin
{
    /// <summary>A zone of <paramref name="margin"/> to each side, kept inside 0–1: at most half-way to 0 and half-way to 1.</summary>
    /// <param name="threshold">The required accuracy, above 0 and below 1.</param>
    /// <param name="margin">Half the width of the zone, above 0.</param>
    /// <param name="error">The largest chance of a wrong verdict at each end, above 0 and below 0.5.</param>
    public GateMargin(double threshold, double margin = 0.05, double error = 0.05)
    {
        // Comparisons with NaN are false: the checks below would let it through.
        if (double.IsNaN(threshold) || double.IsNaN(margin) || double.IsNaN(error))
            throw new ArgumentOutOfRangeException(nameof(threshold), "not a number");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(margin);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(error);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(error, 0.5);
        Threshold = threshold;
        Error = error;
        Lower = Math.Max(threshold - margin, threshold / 2);
        Upper = Math.Min(threshold + margin, (1 + threshold) / 2);
    }

    /// <summary>The required accuracy.</summary>
    public double Threshold { get; }

    /// <summary>At this accuracy and below, a pass is wrong.</summary>
    public double Lower { get; }

    /// <summary>At this accuracy and above, a failure is wrong.</summary>
    public double Upper { get; }

    /// <summary>The largest chance of a wrong verdict at <see cref="Lower"/> and at <see cref="Upper"/>.</summary>
    public double Error { get; }
}
