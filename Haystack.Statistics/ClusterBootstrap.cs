using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>
/// Resamples whole documents, since the trials of one document are not independent. Bias-corrected and accelerated
/// intervals (B. Efron, JASA 82, 1987); the acceleration comes from leaving out one document at a time.
/// </summary>
internal static class ClusterBootstrap
{
    /// <summary>Resamples where none are asked for: enough for the second digit of a 95% limit.</summary>
    public const int DefaultResamples = 2000;

    /// <summary>The 95% interval of a statistic; null where there are fewer than two documents, or the data give no value.</summary>
    /// <param name="documents">How many documents there are.</param>
    /// <param name="statistic">
    /// The statistic when document i counts <c>weights[i]</c> times; null where it has no value. The list is reused between calls.
    /// </param>
    /// <param name="seed">Where the resampling comes from: the same seed gives the same interval.</param>
    /// <param name="resamples">How many times the documents are drawn, 100 or more.</param>
    /// <param name="strata">
    /// Documents of one stratum (say, one context length) are only exchanged for each other; null for a single stratum.
    /// </param>
    public static Interval? Interval95(
        int documents,
        Func<IReadOnlyList<int>, double?> statistic,
        Seed seed,
        int resamples = DefaultResamples,
        IReadOnlyList<int>? strata = null) =>
        Between(documents, statistic, seed, resamples, strata, 1.959963984540054);

    /// <summary>The same for the interval between the quantiles −<paramref name="z"/> and <paramref name="z"/> of the normal distribution.</summary>
    internal static Interval? Between(
        int documents, Func<IReadOnlyList<int>, double?> statistic, Seed seed, int resamples, IReadOnlyList<int>? strata, double z)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        if (documents < 2)
            return null;
        var weights = new int[documents];
        Array.Fill(weights, 1);
        if (statistic(weights) is not { } observed)
            return null;

        var members = Members(documents, strata);
        var stream = seed.Derive("bootstrap").Stream();
        var values = new List<double>(resamples);
        for (var r = 0; r < resamples; r++)
        {
            Array.Clear(weights);
            foreach (var stratum in members)
            {
                for (var i = 0; i < stratum.Length; i++)
                    weights[stratum[stream.Next(stratum.Length)]]++;
            }

            if (statistic(weights) is { } value)
                values.Add(value);
        }

        if (values.Count < resamples / 2)
            return null;
        values.Sort();
        return Corrected(values, observed, Acceleration(documents, statistic, weights), z);
    }

    private static int[][] Members(int documents, IReadOnlyList<int>? strata) =>
        strata is null
            ? [[.. Enumerable.Range(0, documents)]]
            : [.. Enumerable.Range(0, documents).GroupBy(i => strata[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];

    private static Interval Corrected(List<double> sorted, double observed, double acceleration, double z)
    {
        // Ties count half: with few documents many resamples equal the observed value.
        var below = sorted.Count(v => v < observed) + 0.5 * sorted.Count(v => v == observed);
        var share = Math.Clamp(below / sorted.Count, 0.5 / sorted.Count, 1 - 0.5 / sorted.Count);
        var bias = Normal.InvCDF(0, 1, share);
        return new Interval(Quantile(sorted, Shift(-z)), Quantile(sorted, Shift(z)));

        double Shift(double at)
        {
            var moved = bias + (bias + at) / (1 - acceleration * (bias + at));
            return Normal.CDF(0, 1, moved);
        }
    }

    private static double Acceleration(int documents, Func<IReadOnlyList<int>, double?> statistic, int[] weights)
    {
        var left = new List<double>(documents);
        Array.Fill(weights, 1);
        for (var i = 0; i < documents; i++)
        {
            weights[i] = 0;
            if (statistic(weights) is { } value)
                left.Add(value);
            weights[i] = 1;
        }

        if (left.Count == 0)
            return 0;
        var mean = left.Average();
        var squares = left.Sum(v => (mean - v) * (mean - v));
        return squares <= 1e-300 ? 0 : left.Sum(v => Math.Pow(mean - v, 3)) / (6 * Math.Pow(squares, 1.5));
    }

    private static double Quantile(List<double> sorted, double probability)
    {
        var at = Math.Clamp(probability * (sorted.Count + 1) - 1, 0, sorted.Count - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Count - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
