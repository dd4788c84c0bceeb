namespace Haystack.Statistics;

/// <summary>Did combining fail, or finding? The pair question against its two facts alone, chain by chain.</summary>
internal static class Decomposition
{
    /// <summary>
    /// A row a length and distance, over chains with an answer in all three arms: far facts stand in long documents only, so that
    /// rows over all lengths would differ by length as well. The interval of the difference reaches over pair questions without an
    /// answer, or with one that reads either way, all wrong and all right.
    /// </summary>
    public static IReadOnlyList<DecompositionRow> From(IReadOnlyList<ChainOutcome> chains) =>
        [.. chains
            .Where(c => c is { First: not null, Second: not null } && (c.Pair is not null || c.IsUnsure))
            .GroupBy(c => (c.ContextTokens, c.DistanceTokens))
            .OrderBy(g => g.Key.ContextTokens).ThenBy(g => g.Key.DistanceTokens)
            .Select(g => Row([.. g]))
            .OfType<DecompositionRow>()];

    private static DecompositionRow? Row(ChainOutcome[] asked)
    {
        ChainOutcome[] answered = [.. asked.Where(c => c.Pair is not null)];
        if (answered.Length == 0)
            return null;
        var row = Answered(answered);
        if (!asked.Any(c => c.IsUnsure))
            return row;
        var wrong = Answered([.. asked.Select(c => c with { Pair = c.Pair ?? false })]).DifferenceInterval;
        var right = Answered([.. asked.Select(c => c with { Pair = c.IsUnsure || c.Pair!.Value })]).DifferenceInterval;
        return row with { DifferenceInterval = EitherWay.Hull([row.DifferenceInterval, wrong, right]) };
    }

    private static DecompositionRow Answered(ChainOutcome[] chains)
    {
        var counts = Counts(chains);
        double n = counts.Total;
        var difference = counts.Difference!.Value;
        var documents = chains.GroupBy(c => c.DocumentId, StringComparer.Ordinal).Select(g => Counts([.. g])).ToArray();
        return new DecompositionRow
        {
            ContextTokens = chains[0].ContextTokens,
            DistanceTokens = chains[0].DistanceTokens,
            Pair = counts.B,
            First = new Proportion(chains.Count(c => c.First!.Value), chains.Length),
            Second = new Proportion(chains.Count(c => c.Second!.Value), chains.Length),
            Both = counts.A,
            Combined = new Proportion(counts.Both, counts.A.Successes),
            Difference = difference,
            DifferenceInterval = DocumentSpread.WithoutZeroOnlyIfRefuted(
                DocumentSpread.Widen(
                    difference,
                    counts.DifferenceInterval()!.Value,
                    (counts.OnlyA + counts.OnlyB - n * difference * difference) / (n * n),
                    [.. documents.Select(own => (own.OnlyB - own.OnlyA - own.Total * difference) / n)]),
                documents.Select(own => own.OnlyB - own.OnlyA)),
        };
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
