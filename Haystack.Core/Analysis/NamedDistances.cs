using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>The distances that every report names: 0, 1k, 8k and the largest.</summary>
internal static class NamedDistances
{
    private static readonly (string Label, int Tokens)[] Named = [("0", 0), ("1k", 1024), ("8k", 8192)];

    /// <summary>Those of them that were tested, give or take half a doubling.</summary>
    public static IReadOnlyList<AccuracyAt> Of(IReadOnlyList<DistanceProportion> byDistance)
    {
        var found = new List<AccuracyAt>();
        foreach (var (label, tokens) in Named)
        {
            var nearest = byDistance.MinBy(d => Away(d.DistanceTokens, tokens));
            if (nearest is not null && Away(nearest.DistanceTokens, tokens) <= 0.5)
                found.Add(new AccuracyAt(label, nearest.DistanceTokens, nearest.Proportion));
        }

        if (byDistance.Count > 0)
            found.Add(new AccuracyAt("max", byDistance[^1].DistanceTokens, byDistance[^1].Proportion));
        return found;
    }

    private static double Away(int a, int b) => Math.Abs(Math.Log2(1.0 + a) - Math.Log2(1.0 + b));
}
