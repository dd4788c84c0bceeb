using MathNet.Numerics.Distributions;

namespace Haystack.Statistics.Curves;

/// <summary>What documents' scores say: the test for an effect of distance, and the covariance that respects documents.</summary>
internal static class RobustScores
{
    /// <summary>
    /// The one-sided p-value against "accuracy does not fall with distance": a t-test over documents of each one's
    /// efficient score for the slope, at the fit without a slope. It needs no fit under the alternative, so it holds
    /// for step-like and perfect readers as well. The second value is the variance ratio of robust to model-based.
    /// </summary>
    public static (double P, double Ratio) DistanceEffect(CurveData data, CurveTerms terms)
    {
        // No lapse here: without a slope, level and lapse say the same.
        var flat = new CurveFitter(data, terms, SlopeRule.Flat, maxLapse: 0);
        var tied = LevelStart.Tied(data, flat.Likelihood.Size);
        flat.Climb(tied);

        var free = new CurveFitter(data, terms, SlopeRule.Free, maxLapse: 0).Likelihood;
        double[] at = [tied[0], 0, .. tied[1..]];
        var score = new double[free.Size];
        var information = new double[free.Size, free.Size];
        free.Derivatives(at, score, information);
        // A level at its bound (all right side by side) does not move. Without a slope there is one parameter fewer.
        var flatScore = new double[flat.Likelihood.Size];
        flat.Likelihood.Derivatives(tied, flatScore, new double[flatScore.Length, flatScore.Length]);
        int[] nuisance = [.. flat.Active(tied, flatScore).Where(i => i != flat.Likelihood.Lapse).Select(i => i == 0 ? 0 : i + 1)];
        var efficient = Efficient(free.DocumentScores(at), information, 1, nuisance);

        var mean = efficient.Average();
        var squares = efficient.Sum(u => (u - mean) * (u - mean));
        var documents = efficient.Length;
        var spread = Math.Sqrt(squares * documents / (documents - 1.0));
        // Documents that all say the same (a step, a perfect reader) have no spread.
        var total = efficient.Sum();
        var t = Math.Abs(total) < 1e-9 ? 0 : total / Math.Max(spread, 1e-9);
        return (StudentT.CDF(0, 1, documents - 1, t), Ratio(efficient, information, 1, nuisance));
    }

    /// <summary>The sandwich covariance of the active parameters; null where the information is singular.</summary>
    public static double[,]? Covariance(CurveFitter fitter, double[] at, int documents)
    {
        var likelihood = fitter.Likelihood;
        var score = new double[likelihood.Size];
        var information = new double[likelihood.Size, likelihood.Size];
        likelihood.Derivatives(at, score, information);
        if (SmallMatrix.Inverse(information, fitter.Active(at, score)) is not { } bread)
            return null;

        var size = likelihood.Size;
        // Fitted scores are smaller than true ones, by as much as parameters were fitted (J. G. MacKinnon and H. White, 1985).
        var few = (double)documents / Math.Max(1, documents - fitter.Active(at, score).Length);
        var covariance = new double[size, size];
        var move = new double[size];
        foreach (var row in likelihood.DocumentScores(at))
        {
            for (var i = 0; i < size; i++)
            {
                move[i] = 0;
                for (var j = 0; j < size; j++)
                    move[i] += bread[i, j] * row[j];
            }

            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    covariance[i, j] += move[i] * move[j] * few;
            }
        }

        return covariance;
    }

    /// <summary>The inverse information over the active parameters: the covariance if all trials were independent.</summary>
    public static double[,]? ModelCovariance(CurveFitter fitter, double[] at)
    {
        var likelihood = fitter.Likelihood;
        var score = new double[likelihood.Size];
        var information = new double[likelihood.Size, likelihood.Size];
        likelihood.Derivatives(at, score, information);
        return SmallMatrix.Inverse(information, fitter.Active(at, score));
    }

    /// <summary>Each document's score of one parameter, cleared of what the nuisance parameters explain.</summary>
    public static double[] Efficient(double[][] scores, double[,] information, int of, int[] nuisance)
    {
        var coefficients = new double[information.GetLength(0)];
        var cross = new double[coefficients.Length];
        foreach (var i in nuisance)
            cross[i] = information[of, i];
        _ = SmallMatrix.TrySolve(information, cross, nuisance, coefficients);
        return [.. scores.Select(row => row[of] - nuisance.Sum(i => coefficients[i] * row[i]))];
    }

    private static double Ratio(double[] efficient, double[,] information, int of, int[] nuisance)
    {
        var coefficients = new double[information.GetLength(0)];
        var cross = new double[coefficients.Length];
        foreach (var i in nuisance)
            cross[i] = information[of, i];
        _ = SmallMatrix.TrySolve(information, cross, nuisance, coefficients);
        var model = information[of, of] - nuisance.Sum(i => coefficients[i] * cross[i]);
        var documents = efficient.Length;
        return model <= 1e-12 ? 1 : efficient.Sum(u => u * u) * documents / (documents - 1.0) / model;
    }
}
