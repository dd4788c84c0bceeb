namespace Haystack.Statistics;

/// <summary>Computes <see cref="DistancePenalty"/>.</summary>
internal static class DistancePenalties
{
    /// <summary>The penalty of every distance against the smallest one tested, each over the documents that hold both.</summary>
    public static IReadOnlyList<DistancePenalty> From(IReadOnlyList<ChainOutcome> chains)
    {
        var pairs = chains.Where(c => c.Pair is not null).ToArray();
        if (pairs.Length == 0)
            return [];
        var near = pairs.Min(c => c.DistanceTokens);
        var documents = pairs.GroupBy(c => c.DocumentId, StringComparer.Ordinal)
            .Select(g => g.GroupBy(c => c.DistanceTokens).ToDictionary(d => d.Key, Count))
            .Where(d => d.ContainsKey(near))
            .ToArray();
        return [.. pairs.Select(c => c.DistanceTokens).Distinct().Order().Where(d => d > near)
            .Select(far => Between(documents, near, far))
            .OfType<DistancePenalty>()];
    }

    private static DistancePenalty? Between(Dictionary<int, Proportion>[] all, int near, int far)
    {
        var documents = all.Where(d => d.ContainsKey(far)).Select(d => (Near: d[near], Far: d[far])).ToArray();
        if (documents.Length == 0)
            return null;
        var (nearer, farther) = documents.Aggregate(
            (new Proportion(0, 0), new Proportion(0, 0)), (sum, d) => (sum.Item1 + d.Near, sum.Item2 + d.Far));
        var (nearRate, farRate) = (nearer.Value!.Value, farther.Value!.Value);
        return new DistancePenalty
        {
            NearTokens = near,
            FarTokens = far,
            Near = nearer,
            Far = farther,
            Drop = nearRate - farRate,
            DropInterval = DocumentSpread.Widen(
                nearRate - farRate,
                Newcombe.Difference(nearer, farther),
                nearRate * (1 - nearRate) / nearer.Total + farRate * (1 - farRate) / farther.Total,
                [.. documents.Select(d => (d.Near.Successes - nearRate * d.Near.Total) / nearer.Total - (d.Far.Successes - farRate * d.Far.Total) / farther.Total)]),
        };
    }

    private static Proportion Count(IEnumerable<ChainOutcome> chains)
    {
        var list = chains.ToArray();
        return new Proportion(list.Count(c => c.Pair!.Value), list.Length);
    }
}
