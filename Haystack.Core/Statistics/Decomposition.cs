namespace Haystack.Statistics;

/// <summary>Did combining fail, or finding? p(pair) against p(first)·p(second) at each distance.</summary>
internal static class Decomposition
{
    /// <summary>A row a distance, over chains with an answer in all three arms.</summary>
    public static IReadOnlyList<DecompositionRow> From(IReadOnlyList<ChainOutcome> chains, Seed seed) =>
        [.. chains
            .Where(c => c is { Pair: not null, First: not null, Second: not null })
            .GroupBy(c => c.DistanceTokens)
            .OrderBy(g => g.Key)
            .Select(g => Row(g.Key, [.. g], seed.Derive("decomposition", g.Key)))];

    private static DecompositionRow Row(int distance, ChainOutcome[] chains, Seed seed)
    {
        var documents = chains.GroupBy(c => c.DocumentId, StringComparer.Ordinal).Select(g => (
            N: g.Count(), Pair: g.Count(c => c.Pair!.Value), First: g.Count(c => c.First!.Value), Second: g.Count(c => c.Second!.Value))).ToArray();
        var pair = new Proportion(chains.Count(c => c.Pair!.Value), chains.Length);
        var first = new Proportion(chains.Count(c => c.First!.Value), chains.Length);
        var second = new Proportion(chains.Count(c => c.Second!.Value), chains.Length);
        var product = first.Value!.Value * second.Value!.Value;
        return new DecompositionRow
        {
            DistanceTokens = distance,
            Pair = pair,
            First = first,
            Second = second,
            Product = product,
            Difference = pair.Value!.Value - product,
            DifferenceInterval = ClusterBootstrap.Interval95(documents.Length, Difference, seed),
        };

        double? Difference(IReadOnlyList<int> weights)
        {
            double n = 0, both = 0, one = 0, two = 0;
            for (var i = 0; i < documents.Length; i++)
            {
                n += weights[i] * documents[i].N;
                both += weights[i] * documents[i].Pair;
                one += weights[i] * documents[i].First;
                two += weights[i] * documents[i].Second;
            }

            return n == 0 ? null : both / n - one / n * (two / n);
        }
    }
}
