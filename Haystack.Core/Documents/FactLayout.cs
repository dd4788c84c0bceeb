namespace Haystack.Documents;

/// <summary>Finds places for all facts of a document on one time line.</summary>
internal static class FactLayout
{
    private const int Attempts = 64;

    /// <summary>
    /// The start of each block in tokens, such that facts do not overlap and every stretch of filler between two
    /// neighbours of different chains, before the first and after the last fact has at least
    /// <paramref name="minimumStretch"/> tokens; null where no such places were found.
    /// </summary>
    /// <remarks>
    /// Longest blocks first, each as near to its target as the others allow. If that gets stuck, it is tried again
    /// with blocks of equal length in another order, and then with random orders. Where a place at its target for the
    /// first block leaves none for the last, the targets are given up before the document is: <see cref="PackedLayout"/>.
    /// </remarks>
    public static int[]? Place(IReadOnlyList<FactBlock> blocks, int documentTokens, int minimumStretch, RandomStream random)
    {
        var order = Enumerable.Range(0, blocks.Count).ToArray();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            random.Shuffle<int>(order);
            var turn = attempt < Attempts / 2 ? [.. order.OrderByDescending(b => blocks[b].Span)] : order;
            if (Try(blocks, turn, documentTokens, minimumStretch) is { } starts)
                return starts;
        }

        return PackedLayout.Place(blocks, documentTokens, minimumStretch);
    }

    private static int[]? Try(IReadOnlyList<FactBlock> blocks, int[] order, int documentTokens, int minimumStretch)
    {
        var taken = new List<(int Start, int End)>();
        var starts = new int[blocks.Count];
        foreach (var index in order)
        {
            var block = blocks[index];
            var lowest = minimumStretch;
            var highest = documentTokens - minimumStretch - block.Span;
            if (highest < lowest)
                return null;
            var target = lowest + (int)Math.Round(block.Target * (highest - lowest), MidpointRounding.AwayFromZero);
            if (Nearest(block, target, lowest, highest, taken, minimumStretch) is not { } start)
                return null;
            starts[index] = start;
            for (var i = 0; i < block.Offsets.Count; i++)
                taken.Add((start + block.Offsets[i], start + block.Offsets[i] + block.Lengths[i]));
        }

        return starts;
    }

    /// <summary>The free start nearest to the target; the candidates beside an obstacle are its two edges, so no token is tried in vain.</summary>
    private static int? Nearest(FactBlock block, int target, int lowest, int highest, List<(int Start, int End)> taken, int minimumStretch)
    {
        var forbidden = Forbidden(block, taken, minimumStretch);
        int? best = null;
        void Consider(int start)
        {
            if (start < lowest || start > highest || forbidden.Exists(f => start >= f.From && start <= f.To))
                return;
            if (best is not { } b || Math.Abs(start - target) < Math.Abs(b - target))
                best = start;
        }

        Consider(target);
        if (best is null)
        {
            foreach (var (from, to) in forbidden)
            {
                Consider(from - 1);
                Consider(to + 1);
            }
        }

        return best;
    }

    /// <summary>The ranges of starts that would put one of the block's facts too near to one that has its place.</summary>
    internal static List<(int From, int To)> Forbidden(FactBlock block, List<(int Start, int End)> taken, int minimumStretch)
    {
        var forbidden = new List<(int From, int To)>();
        for (var i = 0; i < block.Offsets.Count; i++)
        {
            foreach (var (start, end) in taken)
                // A start strictly inside this range would put fact i nearer to the other fact than the minimum.
                forbidden.Add((start - minimumStretch - block.Lengths[i] - block.Offsets[i] + 1, end + minimumStretch - block.Offsets[i] - 1));
        }

        return forbidden;
    }
}
