namespace Haystack.Statistics.Comparing;

/// <summary>The difference over all pairs: its interval and the exact p-value, both by documents.</summary>
/// <param name="Interval">95%; null with too few documents.</param>
/// <param name="P">Two-sided.</param>
internal readonly record struct WholeDifference(Interval? Interval, double P)
{
    /// <summary>Of <paramref name="pairs"/>, whatever the questions without an answer would have come to.</summary>
    /// <param name="pairs">Questions that both answered.</param>
    /// <param name="forA">The others as they count at best for A.</param>
    /// <param name="forB">The others as they count at best for B.</param>
    public static WholeDifference Of(PairedTrial[] pairs, PairedTrial[] forA, PairedTrial[] forB)
    {
        var answered = Of(pairs);
        if (forA.Length == 0)
            return answered;
        var (low, high) = (Of([.. pairs, .. forA]), Of([.. pairs, .. forB]));
        var interval = low.Interval is { } l && high.Interval is { } h ? new Interval(l.Low, h.High) : (Interval?)null;
        return new WholeDifference(interval, interval is { Low: > 0 } or { High: < 0 } ? ExactP(pairs, forA, forB) : 1);
    }

    /// <summary>The p-value alone: the largest of the three ways to count, 1 where they disagree about who is better.</summary>
    public static double ExactP(IEnumerable<PairedTrial> pairs, IReadOnlyCollection<PairedTrial> forA, IReadOnlyCollection<PairedTrial> forB)
    {
        PairedTrial[] answered = [.. pairs], low = [.. answered, .. forA], high = [.. answered, .. forB];
        return Math.Sign(low.Sum(p => p.Gain)) != Math.Sign(high.Sum(p => p.Gain)) ? 1
            : new[] { answered, low, high }.Max(way => SignFlips.P(PairedTrial.GainsByDocument(way)));
    }

    private static WholeDifference Of(PairedTrial[] pairs)
    {
        var counts = pairs.Aggregate(new PairedCounts(), (sum, pair) => sum + pair.Counts);
        if (counts.Difference is not { } difference)
            return new WholeDifference(null, 1);
        double n = counts.Total;
        double discordant = counts.OnlyA + counts.OnlyB;
        var documents = pairs.GroupBy(p => p.Document, StringComparer.Ordinal)
            .Select(g => (Stratum: g.First().ContextTokens, N: g.Count(), Gain: g.Sum(p => p.Gain))).ToArray();
        var interval = DocumentSpread.Widen(
            difference,
            counts.DifferenceInterval()!.Value,
            (discordant - n * difference * difference) / (n * n),
            [.. documents.Select(d => (d.Gain - d.N * difference) / n)],
            [.. documents.Select(d => d.Stratum)]);
        var p = SignFlips.P(documents.Select(d => d.Gain));
        return new WholeDifference(DocumentSpread.WithoutZeroOnlyIfRefuted(interval, () => p), p);
    }
}
