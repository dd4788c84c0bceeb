namespace Haystack.Statistics;

/// <summary>Computes <see cref="DistancePenalty"/>.</summary>
internal static class DistancePenalties
{
    /// <summary>
    /// The penalty of every distance against the smallest one tested, each over the documents that hold both. Its interval
    /// reaches over all that questions without an answer, and those that read either way, could have been: from wrong near
    /// and right far to right near and wrong far (C. F. Manski, American Economic Review 80, 1990, 319).
    /// </summary>
    public static IReadOnlyList<DistancePenalty> From(IReadOnlyList<ChainOutcome> chains)
    {
        var asked = chains.Where(c => c.Pair is not null || c.IsUnsure).ToArray();
        if (!asked.Any(c => c.Pair is not null))
            return [];
        var near = asked.Where(c => c.Pair is not null).Min(c => c.DistanceTokens);
        var documents = asked.GroupBy(c => c.DocumentId, StringComparer.Ordinal)
            .Select(g => g.GroupBy(c => c.DistanceTokens).ToDictionary(d => d.Key, AskedPairs.Of))
            .Where(d => d.ContainsKey(near))
            .ToArray();
        return [.. asked.Where(c => c.Pair is not null).Select(c => c.DistanceTokens).Distinct().Order().Where(d => d > near)
            .Select(far => Between(documents, near, far))
            .OfType<DistancePenalty>()];
    }

    private static DistancePenalty? Between(Dictionary<int, AskedPairs>[] all, int near, int far)
    {
        var documents = all.Where(d => d.ContainsKey(far)).Select(d => (Near: d[near], Far: d[far])).ToArray();
        var answered = Of(near, far, documents.Select(d => (d.Near.Answered, d.Far.Answered)));
        if (answered is null || documents.All(d => d.Near.Unsure + d.Far.Unsure == 0))
            return answered;
        var least = Of(near, far, documents.Select(d => (d.Near.AllWrong, d.Far.AllRight)))!.DropInterval;
        var most = Of(near, far, documents.Select(d => (d.Near.AllRight, d.Far.AllWrong)))!.DropInterval;
        return answered with { DropInterval = EitherWay.Hull([answered.DropInterval, least, most]) };
    }

    private static DistancePenalty? Of(int near, int far, IEnumerable<(Proportion Near, Proportion Far)> all)
    {
        var documents = all.Where(d => d.Near.Total > 0 && d.Far.Total > 0).ToArray();
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
            DropInterval = DocumentSpread.WithoutZeroOnlyIfRefuted(DocumentSpread.Widen(
                nearRate - farRate,
                Newcombe.Difference(nearer, farther),
                nearRate * (1 - nearRate) / nearer.Total + farRate * (1 - farRate) / farther.Total,
                [.. documents.Select(d => (d.Near.Successes - nearRate * d.Near.Total) / nearer.Total - (d.Far.Successes - farRate * d.Far.Total) / farther.Total)]),
                documents.Select(d => d.Near.Successes * d.Far.Total - d.Far.Successes * d.Near.Total)),
        };
    }
}
