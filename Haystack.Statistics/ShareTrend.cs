using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>Whether something happens more often at some distances than at others: a t-test over documents of its covariance with log2(1 + d).</summary>
internal static class ShareTrend
{
    /// <summary>Where "it has nothing to do with distance" is refuted at this level, it is said.</summary>
    public const double Level = 0.01;

    /// <summary>The two-sided p-value of "it has nothing to do with distance"; null where there is nothing to tell by.</summary>
    public static double? P(IEnumerable<(string Document, int Distance, bool Happened)> trials)
    {
        var all = trials.Select(t => (t.Document, X: Math.Log2(1.0 + t.Distance), Y: t.Happened ? 1.0 : 0)).ToArray();
        if (all.Length == 0 || all.All(t => t.Y == 0) || all.All(t => t.Y == 1))
            return null;
        var (x, y) = (all.Average(t => t.X), all.Average(t => t.Y));
        var scores = all.GroupBy(t => t.Document, StringComparer.Ordinal).Select(g => g.Sum(t => (t.X - x) * (t.Y - y))).ToArray();
        if (scores.Length < DocumentSpread.FewestDocuments)
            return null;
        var spread = Math.Sqrt(scores.Sum(s => s * s) * scores.Length / (scores.Length - 1));
        return spread < 1e-12 ? null : 2 * StudentT.CDF(0, 1, scores.Length - 1, -Math.Abs(scores.Sum()) / spread);
    }
}
