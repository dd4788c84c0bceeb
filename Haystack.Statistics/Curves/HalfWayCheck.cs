using MathNet.Numerics.Distributions;

namespace Haystack.Statistics.Curves;

/// <summary>
/// D50 without a curve: at each distance, whether accuracy is surely less, or surely more, than half-way from its level
/// side by side to chance, within the documents that hold both. It asks for no form of the fall, and not for lengths
/// that go with distance, since documents are held against themselves.
/// </summary>
internal static class HalfWayCheck
{
    /// <summary>A curve is only called contradicted where the answers are this sure.</summary>
    private const double Sure = 0.995;

    /// <summary>Whether the answers plainly say otherwise than <paramref name="d50"/>: less than half-way short of its whole interval, or more beyond it.</summary>
    public static bool Contradicts(CurveData data, TokenDistance d50)
    {
        var documents = data.Shares.GroupBy(s => s.Document)
            .Select(g => g.GroupBy(s => data.Distances[s.Pattern]).ToDictionary(d => d.Key, d => Sum(data, d)))
            .Where(d => d.ContainsKey(data.MinDistance)).ToArray();
        return data.Distances.Distinct().Where(d => d > data.MinDistance).Any(distance =>
            (d50.Low > distance || d50.High < distance)
            && T(documents, data.MinDistance, distance) is { } t
            && (d50.Low > distance ? t < -1 : t > 1));
    }

    private static (double Excess, double N) Sum(CurveData data, IEnumerable<CurveShare> shares) => shares.Aggregate(
        (Excess: 0.0, N: 0.0), (sum, s) => (sum.Excess + s.K - s.N * data.Chance[s.Pattern], sum.N + s.N));

    /// <summary>How far above half-way accuracy is at <paramref name="far"/>, in units of what chance alone may do; null with too few documents.</summary>
    private static double? T(Dictionary<int, (double Excess, double N)>[] all, int near, int far)
    {
        var documents = all.Where(d => d.ContainsKey(far)).Select(d => (Near: d[near], Far: d[far])).ToArray();
        if (documents.Length < DocumentSpread.FewestDocuments)
            return null;
        var (nearN, farN) = (documents.Sum(d => d.Near.N), documents.Sum(d => d.Far.N));
        var (nearRate, farRate) = (documents.Sum(d => d.Near.Excess) / nearN, documents.Sum(d => d.Far.Excess) / farN);
        var spread = documents.Select(d => (d.Far.Excess - farRate * d.Far.N) / farN - (d.Near.Excess - nearRate * d.Near.N) / nearN / 2).Sum(v => v * v)
            * documents.Length / (documents.Length - 1.0);
        // All right or all wrong has no spread: one answer the other way is always possible.
        var least = 1 / (farN * farN);
        return (farRate - nearRate / 2) / Math.Sqrt(Math.Max(spread, least)) / StudentT.InvCDF(0, 1, documents.Length - 1, Sure);
    }
}
