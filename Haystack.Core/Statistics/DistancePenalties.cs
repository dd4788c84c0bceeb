namespace Haystack.Statistics;

/// <summary>Computes <see cref="DistancePenalty"/>.</summary>
internal static class DistancePenalties
{
    /// <summary>The penalty of every distance against the smallest one tested, each over the documents that hold both.</summary>
    public static IReadOnlyList<DistancePenalty> From(IReadOnlyList<ChainOutcome> chains, Seed seed)
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
            .Select(far => Between(documents, near, far, seed.Derive("penalty", far)))
            .OfType<DistancePenalty>()];
    }

    private static DistancePenalty? Between(Dictionary<int, Proportion>[] all, int near, int far, Seed seed)
    {
        var documents = all.Where(d => d.ContainsKey(far)).Select(d => (Near: d[near], Far: d[far])).ToArray();
        if (documents.Length == 0)
            return null;
        var (nearer, farther) = documents.Aggregate(
            (new Proportion(0, 0), new Proportion(0, 0)), (sum, d) => (sum.Item1 + d.Near, sum.Item2 + d.Far));
        return new DistancePenalty
        {
            NearTokens = near,
            FarTokens = far,
            Near = nearer,
            Far = farther,
            Drop = nearer.Value!.Value - farther.Value!.Value,
            DropInterval = ClusterBootstrap.Interval95(documents.Length, Drop, seed),
        };

        double? Drop(IReadOnlyList<int> weights)
        {
            double nearK = 0, nearN = 0, farK = 0, farN = 0;
            for (var i = 0; i < documents.Length; i++)
            {
                nearK += weights[i] * documents[i].Near.Successes;
                nearN += weights[i] * documents[i].Near.Total;
                farK += weights[i] * documents[i].Far.Successes;
                farN += weights[i] * documents[i].Far.Total;
            }

            return nearN == 0 || farN == 0 ? null : nearK / nearN - farK / farN;
        }
    }

    private static Proportion Count(IEnumerable<ChainOutcome> chains)
    {
        var list = chains.ToArray();
        return new Proportion(list.Count(c => c.Pair!.Value), list.Length);
    }
}
