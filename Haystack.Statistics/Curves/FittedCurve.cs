namespace Haystack.Statistics.Curves;

/// <summary>What is told of a fit.</summary>
internal static class FittedCurve
{
    /// <summary>The curve of a fit.</summary>
    /// <param name="data">The answers.</param>
    /// <param name="terms">The curve's terms.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="covariance">The covariance of its parameters from the documents; null without one.</param>
    /// <param name="quantile">The t quantile for the number of documents.</param>
    /// <param name="fewAnswers">By how much few answers near the fall make variances larger than they look.</param>
    public static RecallCurve Of(CurveData data, CurveTerms terms, CurveFit fit, double[,]? covariance, double quantile, double fewAnswers) => new()
    {
        ChanceLevel = data.MeanChance,
        Found = data.FoundInMiddle,
        Lapse = fit.Lapse,
        Level = fit.Level,
        Slope = fit.Slope,
        Parted = fit.Parted,
        Terms = terms.Names.Select((name, i) => (name, Value: fit.At[2 + i])).ToDictionary(t => t.name, t => t.Value),
        Covariance = Part(fit, covariance),
        Independent = Part(fit, RobustScores.ModelCovariance(fit.Fitter, fit.At)),
        Quantile = quantile,
        FewAnswers = fewAnswers,
    };

    /// <summary>Rows and columns of what the curve depends on.</summary>
    private static double[,]? Part(CurveFit fit, double[,]? covariance)
    {
        if (covariance is null)
            return null;
        var places = fit.Places;
        var part = new double[4, 4];
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < places.Length; j++)
                part[i, j] = covariance[places[i], places[j]];
        }

        return part;
    }

    /// <summary>What the fit expects at each distance, for the lengths, midpoints and chance levels asked there.</summary>
    public static Dictionary<int, double> Expected(CurveData data, CurveFit fit)
    {
        var sums = new SortedDictionary<int, (double Right, double N)>();
        for (var i = 0; i < data.N.Length; i++)
        {
            var (right, n) = sums.GetValueOrDefault(data.Distances[i]);
            sums[data.Distances[i]] = (right + data.N[i] * fit.Fitter.Likelihood.Probability(fit.At, fit.Slope, i, out _), n + data.N[i]);
        }

        return sums.ToDictionary(s => s.Key, s => s.Value.Right / s.Value.N);
    }
}
