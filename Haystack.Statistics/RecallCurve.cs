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

    /// <summary>The chance of finding both facts in the middle of a document of mean length, as a share of that where facts are found best; 1 where place does not matter.</summary>
    public double Found { get; init; } = 1;

    /// <summary>b: change of the log-odds per doubling of 1 + d.</summary>
    public required double Slope { get; init; }

    /// <summary>What parting the facts at all adds to the log-odds; 0 where it is no term of its own.</summary>
    public double Parted { get; init; }

    /// <summary>The coefficients of the further terms: <c>log2_context</c>, <c>position</c>, <c>place_squared</c>, <c>parted</c>, <c>order</c>, <c>facts_between</c>, <c>across_…</c> (facts on two sides of something), each centred but <c>parted</c> and <c>across_…</c>.</summary>
    public required IReadOnlyDictionary<string, double> Terms { get; init; }

    /// <summary>Rows and columns: the covariance of a, b, λ and what parting adds, robust to documents that share trials.</summary>
    internal double[,]? Covariance { get; init; }

    /// <summary>The same if all answers were independent.</summary>
    internal double[,]? Independent { get; init; }

    /// <summary>By how much few answers near the fall make variances larger than they look, 1 or more.</summary>
    internal double FewAnswers { get; init; } = 1;

    /// <summary>Two-sided 95% quantile of the t distribution that goes with the number of documents.</summary>
    internal double Quantile { get; init; }

    /// <summary>The accuracy that the curve gives to a distance in tokens.</summary>
    public double AccuracyAt(double distanceTokens) =>
        Accuracy(Level, Slope, Lapse, Parted, CurveData.Doublings(distanceTokens));

    /// <summary>The 95% interval of <see cref="AccuracyAt"/>; null where the fit has no covariance.</summary>
    public Interval? IntervalAt(double distanceTokens)
    {
        var x = CurveData.Doublings(distanceTokens);
        return Spread(() => Logit(AccuracyAt(distanceTokens)), (a, b, l, p) => Logit(Accuracy(a, b, l, p, x))) is { } logit
            ? new Interval(Logistic(logit.Low), Logistic(logit.High))
            : null;
    }

    /// <summary>The mean change of accuracy per doubling of distance between two distances.</summary>
    public double ChangePerDoubling(double fromTokens, double toTokens) =>
        Change(Level, Slope, Lapse, Parted, CurveData.Doublings(fromTokens), CurveData.Doublings(toTokens));

    /// <summary>The 95% interval of <see cref="ChangePerDoubling"/>; null where the fit has no covariance.</summary>
    public Interval? ChangePerDoublingInterval(double fromTokens, double toTokens)
    {
        var (from, to) = (CurveData.Doublings(fromTokens), CurveData.Doublings(toTokens));
        return Spread(() => ChangePerDoubling(fromTokens, toTokens), (a, b, l, p) => Change(a, b, l, p, from, to));
    }

    /// <summary>The 95% interval of <see cref="Slope"/>; null where the fit has no covariance.</summary>
    public Interval? SlopeInterval() => Spread(() => Slope, (_, b, _, _) => b);

    private double Accuracy(double level, double slope, double lapse, double parted, double doublings) =>
        ChanceLevel + (1 - ChanceLevel - lapse) * Found * Logistic(level + (doublings > 0 ? parted : 0) + slope * doublings);

    private double Change(double level, double slope, double lapse, double parted, double from, double to) =>
        (Accuracy(level, slope, lapse, parted, to) - Accuracy(level, slope, lapse, parted, from)) / (to - from);

    /// <summary>The delta method, with central differences.</summary>
    private Interval? Spread(Func<double> value, Func<double, double, double, double, double> of)
    {
        if (Covariance is null)
            return null;
        const double h = 1e-5;
        double[] gradient =
        [
            (of(Level + h, Slope, Lapse, Parted) - of(Level - h, Slope, Lapse, Parted)) / (2 * h),
            (of(Level, Slope + h, Lapse, Parted) - of(Level, Slope - h, Lapse, Parted)) / (2 * h),
            (of(Level, Slope, Lapse + h, Parted) - of(Level, Slope, Lapse - h, Parted)) / (2 * h),
            (of(Level, Slope, Lapse, Parted + h) - of(Level, Slope, Lapse, Parted - h)) / (2 * h),
        ];
        // A spread between documents that is less than that of independent answers is luck.
        var half = Quantile * Math.Sqrt(FewAnswers * Math.Max(Variance(Covariance), Independent is null ? 0 : Variance(Independent)));
        return new Interval(value() - half, value() + half);

        double Variance(double[,] covariance)
        {
            var variance = 0.0;
            for (var i = 0; i < 4; i++)
            {
                for (var j = 0; j < 4; j++)
                    variance += gradient[i] * gradient[j] * covariance[i, j];
            }

            return variance;
        }
    }

    private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

    private static double Logit(double p)
    {
        var inside = Math.Clamp(p, 1e-9, 1 - 1e-9);
        return Math.Log(inside / (1 - inside));
    }
}
