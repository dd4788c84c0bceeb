namespace Haystack.Documents;

/// <summary>
/// Places for all facts of a document that is nearly full, wherever they can be: what "does not fit" means in the end.
/// </summary>
/// <remarks>
/// Wherever a layout exists, there is one in which every block is pushed to the left until it stands at the lowest
/// start or as near as it may to a block that stands already. Those starts are all tried, in every order of the blocks,
/// so with three blocks or fewer the answer is the truth; with more the search ends after <see cref="MostSteps"/>.
/// </remarks>
internal static class PackedLayout
{
    /// <summary>Three blocks of five facts need about 8,000.</summary>
    private const int MostSteps = 20_000;

    /// <summary>The start of each block; null where there is no room for all, or none was found in time.</summary>
    public static int[]? Place(IReadOnlyList<FactBlock> blocks, int documentTokens, int minimumStretch)
    {
        var facts = blocks.Sum(b => b.Lengths.Sum());
        if (facts + (2 * minimumStretch) > documentTokens)
            return null;
        var starts = new int[blocks.Count];
        var steps = 0;
        return Place(blocks, new bool[blocks.Count], [], starts, documentTokens, minimumStretch, ref steps) ? starts : null;
    }

    private static bool Place(
        IReadOnlyList<FactBlock> blocks, bool[] placed, List<(int Start, int End)> taken, int[] starts, int documentTokens, int minimumStretch, ref int steps)
    {
        if (!placed.Contains(false))
            return true;
        for (var index = 0; index < blocks.Count; index++)
        {
            if (placed[index])
                continue;
            var block = blocks[index];
            var highest = documentTokens - minimumStretch - block.Span;
            var forbidden = FactLayout.Forbidden(block, taken, minimumStretch);
            foreach (var start in forbidden.Select(f => f.To + 1).Append(minimumStretch).Where(s => s >= minimumStretch && s <= highest).Distinct().Order())
            {
                if (++steps > MostSteps)
                    return false;
                if (forbidden.Exists(f => start >= f.From && start <= f.To))
                    continue;
                placed[index] = true;
                starts[index] = start;
                var before = taken.Count;
                taken.AddRange(block.Offsets.Select((o, i) => (start + o, start + o + block.Lengths[i])));
                if (Place(blocks, placed, taken, starts, documentTokens, minimumStretch, ref steps))
                    return true;
                taken.RemoveRange(before, taken.Count - before);
                placed[index] = false;
            }
        }

        return false;
    }
}
