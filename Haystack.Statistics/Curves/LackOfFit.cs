using MathNet.Numerics.Distributions;

namespace Haystack.Statistics.Curves;

/// <summary>
/// Whether the answers depart from the curve's form: a score test (C. R. Rao, 1948) for bends in distance and length and
/// for interactions of distance, length and midpoint, none of which the curve has. Hotelling's T² over documents, so that
/// answers about one document count as what they are; it needs no fit of the wider curve, so it holds for steps as well.
/// </summary>
internal static class LackOfFit
{
    /// <summary>Where "the curve describes the answers" is refuted at this level, D50 is given with a warning: 1 sound fit in 100.</summary>
    public const double Level = 0.01;

    /// <summary>Where "there is no step" is refuted at this level, no distance is given.</summary>
    public const double StepLevel = 0.01;

    /// <summary>Log-odds per doubling from which on a fall is over within two or three of the distances asked.</summary>
    private const double SteepSlope = 1;

    /// <summary>Documents for each direction tested: with fewer their spread is not known.</summary>
    private const int DocumentsPerDirection = 4;

    /// <summary>The p-value of "the curve describes the answers"; null where there are too few documents to tell.</summary>
    public static double? P(CurveData data, CurveTerms terms, CurveFit fit) =>
        P(data, terms, terms.Widen(data, data.Documents / DocumentsPerDirection), fit);

    /// <summary>
    /// The p-value of "there is no step at any one distance", against the curve's smooth fall: at each gap between the
    /// distances asked above 0, the smallest taken times their number (Bonferroni). A cliff that is level before and
    /// after leaves no bend that a polynomial would find, and a curve through it falls where the answers do not.
    /// </summary>
    /// <returns>The p-value, and between which distances, in doublings, the likeliest step and the gaps beside it lie; null where there is nothing to tell by.</returns>
    public static (double P, double From, double To)? Step(CurveData data, CurveTerms terms, CurveFit fit)
    {
        // A steep fall is a step to any grid: the few answers near it tell neither from the other.
        if (fit.Slope < -SteepSlope)
            return null;
        double[] tested = [.. data.X.Where(x => x > 0).Distinct().Order()];
        (int At, double? P)[] found = [.. Enumerable.Range(1, Math.Max(0, tested.Length - 1)).Select(i => (i, data.Documents >= DocumentsPerDirection
            && terms.With(data, [.. data.X.Select(x => x >= tested[i] ? 1.0 : 0)]) is { } wider ? P(data, terms, wider, fit) : null)).Where(f => f.Item2 is not null)];
        if (found.Length == 0)
            return null;
        var (at, p) = found.MinBy(f => f.P);
        return (Math.Min(1, p!.Value * found.Length), tested[Math.Max(0, at - 2)], tested[Math.Min(tested.Length - 1, at + 1)]);
    }

    /// <summary>The p-value of "<paramref name="wider"/> say no more than <paramref name="terms"/>", at the fit with these; null where there is nothing to tell by.</summary>
    public static double? P(CurveData data, CurveTerms terms, CurveTerms wider, CurveFit fit)
    {
        var extra = wider.Columns.Length - terms.Columns.Length;
        if (extra == 0)
            return null;
        var likelihood = new CurveLikelihood(data, wider, SlopeRule.Free);
        double[] at = [.. fit.At[..^1], .. new double[extra], fit.Lapse];
        var score = new double[likelihood.Size];
        var information = new double[likelihood.Size, likelihood.Size];
        likelihood.Derivatives(at, score, information);
        var first = fit.At.Length - 1;
        // At the fit a parameter that rests at its bound is no nuisance: it does not move.
        int[] nuisance = [.. fit.Active().Select(i => i == first ? likelihood.Lapse : i)];
        var rows = likelihood.DocumentScores(at);
        var efficient = Enumerable.Range(first, extra).Select(of => RobustScores.Efficient(rows, information, of, nuisance)).ToArray();
        return Hotelling(efficient, data.Documents);
    }

    private static double? Hotelling(double[][] columns, int documents)
    {
        var size = columns.Length;
        var total = columns.Select(c => c.Sum()).ToArray();
        var spread = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var (mine, other) = (total[i] / documents, total[j] / documents);
                for (var g = 0; g < documents; g++)
                    spread[i, j] += (columns[i][g] - mine) * (columns[j][g] - other) * documents / (documents - 1.0);
            }
        }

        var solved = new double[size];
        if (!SmallMatrix.TrySolve(spread, total, [.. Enumerable.Range(0, size)], solved))
            return null;
        var squared = Enumerable.Range(0, size).Sum(i => total[i] * solved[i]);
        return 1 - FisherSnedecor.CDF(size, documents - size, squared * (documents - size) / (size * (documents - 1.0)));
    }
}
