namespace Haystack.Statistics;

/// <summary>Did combining fail, or finding? The pair question against its two facts alone, chain by chain.</summary>
internal static class Decomposition
{
    /// <summary>A row a distance, over chains with an answer in all three arms.</summary>
    public static IReadOnlyList<DecompositionRow> From(IReadOnlyList<ChainOutcome> chains) =>
        [.. chains
            .Where(c => c is { Pair: not null, First: not null, Second: not null })
            .GroupBy(c => c.DistanceTokens)
            .OrderBy(g => g.Key)
            .Select(g => Row(g.Key, [.. g]))];

    private static DecompositionRow Row(int distance, ChainOutcome[] chains)
    {
        var counts = Counts(chains);
        double n = counts.Total;
        var difference = counts.Difference!.Value;
        return new DecompositionRow
        {
            DistanceTokens = distance,
            Pair = counts.B,
            First = new Proportion(chains.Count(c => c.First!.Value), chains.Length),
            Second = new Proportion(chains.Count(c => c.Second!.Value), chains.Length),
            Both = counts.A,
            Difference = difference,
            DifferenceInterval = DocumentSpread.Widen(
                difference,
                counts.DifferenceInterval()!.Value,
                (counts.OnlyA + counts.OnlyB - n * difference * difference) / (n * n),
                [.. chains.GroupBy(c => c.DocumentId, StringComparer.Ordinal).Select(g => Influence([.. g]))]),
        };

        double Influence(ChainOutcome[] document)
        {
            var own = Counts(document);
            return (own.OnlyB - own.OnlyA - own.Total * difference) / n;
        }
    }

    /// <summary>Side A: both facts found alone; side B: the pair question.</summary>
    private static PairedCounts Counts(ChainOutcome[] chains) => chains.Aggregate(new PairedCounts(), (sum, c) =>
        sum + (c.First!.Value && c.Second!.Value, c.Pair!.Value) switch
        {
            (true, true) => new PairedCounts(1, 0, 0, 0),
            (true, false) => new PairedCounts(0, 1, 0, 0),
            (false, true) => new PairedCounts(0, 0, 1, 0),
            _ => new PairedCounts(0, 0, 0, 1),
        });
}
