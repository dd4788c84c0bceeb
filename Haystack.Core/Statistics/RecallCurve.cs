using Haystack.Statistics.Curves;

namespace Haystack.Statistics;

/// <summary>
/// The fitted curve: P = γ + (1 − γ − λ) · logistic(a + b·log2(1 + d) + further terms), at the mean log2 of the context
/// lengths tested and with the chain's midpoint in the middle of the document.
/// </summary>
public sealed record RecallCurve
{
    /// <summary>γ, averaged over the trials.</summary>
    public required double ChanceLevel { get; init; }

    /// <summary>λ: the share of misses that no distance explains.</summary>
    public required double Lapse { get; init; }

    /// <summary>a: the log-odds at d = 0.</summary>
    public required double Level { get; init; }

    /// <summary>b: change of the log-odds per doubling of 1 + d.</summary>
    public required double Slope { get; init; }

    /// <summary>The coefficients of the further terms: <c>log2_context</c>, <c>position</c>, <c>position_squared</c>, each centred.</summary>
    public required IReadOnlyDictionary<string, double> Terms { get; init; }

    /// <summary>Rows and columns: the covariance of a, b and λ, robust to documents that share trials.</summary>
    internal double[,]? Covariance { get; init; }

    /// <summary>Two-sided 95% quantile of the t distribution that goes with the number of documents.</summary>
    internal double Quantile { get; init; }

    /// <summary>The accuracy that the curve gives to a distance in tokens.</summary>
    public double AccuracyAt(double distanceTokens) =>
        Accuracy(Level, Slope, Lapse, CurveData.Doublings(distanceTokens));

    /// <summary>The 95% interval of <see cref="AccuracyAt"/>; null where the fit has no covariance.</summary>
    public Interval? IntervalAt(double distanceTokens)
    {
        var x = CurveData.Doublings(distanceTokens);
        return Spread(() => Logit(AccuracyAt(distanceTokens)), (a, b, l) => Logit(Accuracy(a, b, l, x))) is { } logit
            ? new Interval(Logistic(logit.Low), Logistic(logit.High))
            : null;
    }

    /// <summary>The mean change of accuracy per doubling of distance between two distances.</summary>
    public double ChangePerDoubling(double fromTokens, double toTokens) =>
        Change(Level, Slope, Lapse, CurveData.Doublings(fromTokens), CurveData.Doublings(toTokens));

    /// <summary>The 95% interval of <see cref="ChangePerDoubling"/>; null where the fit has no covariance.</summary>
    public Interval? ChangePerDoublingInterval(double fromTokens, double toTokens)
    {
        var (from, to) = (CurveData.Doublings(fromTokens), CurveData.Doublings(toTokens));
        return Spread(() => ChangePerDoubling(fromTokens, toTokens), (a, b, l) => Change(a, b, l, from, to));
    }

    /// <summary>The 95% interval of <see cref="Slope"/>; null where the fit has no covariance.</summary>
    public Interval? SlopeInterval() => Spread(() => Slope, (_, b, _) => b);

    private double Accuracy(double level, double slope, double lapse, double doublings) =>
        ChanceLevel + (1 - ChanceLevel - lapse) * Logistic(level + slope * doublings);

    private double Change(double level, double slope, double lapse, double from, double to) =>
        (Accuracy(level, slope, lapse, to) - Accuracy(level, slope, lapse, from)) / (to - from);

    /// <summary>The delta method, with central differences.</summary>
    private Interval? Spread(Func<double> value, Func<double, double, double, double> of)
    {
        if (Covariance is null)
            return null;
        const double h = 1e-5;
        double[] gradient =
        [
            (of(Level + h, Slope, Lapse) - of(Level - h, Slope, Lapse)) / (2 * h),
            (of(Level, Slope + h, Lapse) - of(Level, Slope - h, Lapse)) / (2 * h),
            (of(Level, Slope, Lapse + h) - of(Level, Slope, Lapse - h)) / (2 * h),
        ];
        var variance = 0.0;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
                variance += gradient[i] * gradient[j] * Covariance[i, j];
        }

        var half = Quantile * Math.Sqrt(Math.Max(0, variance));
        return new Interval(value() - half, value() + half);
    }

    private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

    private static double Logit(double p)
    {
        var inside = Math.Clamp(p, 1e-9, 1 - 1e-9);
        return Math.Log(inside / (1 - inside));
    }
}
