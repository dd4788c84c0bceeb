using MathNet.Numerics.Distributions;

namespace Haystack.Statistics.Curves;

/// <summary>The smallest distance asked: what there is to fall from.</summary>
internal static class NearestDistance
{
    /// <summary>A one-sided t-test over documents, at 5%, of the share of right answers above chance at the smallest distance.</summary>
    public static bool IsAboveChance(CurveData data)
    {
        var excess = data.Shares
            .Where(s => data.Distances[s.Pattern] == data.MinDistance)
            .GroupBy(s => s.Document)
            .Select(g => g.Sum(s => s.K - s.N * data.Chance[s.Pattern]))
            .ToArray();
        var mean = excess.Average();
        if (excess.Length < 2 || mean <= 0)
            return mean > 0;
        var spread = Math.Sqrt(excess.Sum(e => (e - mean) * (e - mean)) / (excess.Length - 1.0) / excess.Length);
        return spread < 1e-12 || StudentT.CDF(0, 1, excess.Length - 1, mean / spread) > 0.95;
    }
}
