namespace Haystack.Documents;

/// <summary>Puts facts of others between the facts of a chain.</summary>
internal static class FactsBetween
{
    /// <summary>How many facts of at most <paramref name="longest"/> tokens a gap of <paramref name="gap"/> tokens surely holds.</summary>
    public static int Most(int gap, int longest, int leastStretch) => Math.Max(0, (gap - leastStretch) / (longest + leastStretch));

    /// <summary>
    /// The offsets, in tokens from the block's start, of facts of these <paramref name="lengths"/>, which go round the gaps of
    /// the block; null where a gap does not hold its share. Within a gap they stand at random.
    /// </summary>
    public static int[]? Place(FactBlock block, IReadOnlyList<int> lengths, int leastStretch, RandomStream random)
    {
        var gaps = block.Offsets.Count - 1;
        var offsets = new int[lengths.Count];
        for (var gap = 0; gap < gaps; gap++)
        {
            var here = Enumerable.Range(0, lengths.Count).Where(i => i % gaps == gap).ToArray();
            var from = block.Offsets[gap] + block.Lengths[gap];
            var free = block.Offsets[gap + 1] - from - here.Sum(i => lengths[i]) - ((here.Length + 1) * leastStretch);
            if (here.Length > 0 && free < 0)
                return null;
            // The free tokens are cut at random places, one a fact: every division is as likely as any other.
            int[] cuts = [.. here.Select(_ => random.Next(Math.Max(0, free) + 1)).Order()];
            var before = from;
            for (var i = 0; i < here.Length; i++)
            {
                offsets[here[i]] = before + leastStretch + cuts[i] - (i == 0 ? 0 : cuts[i - 1]);
                before = offsets[here[i]] + lengths[here[i]];
            }
        }

        return offsets;
    }
}
