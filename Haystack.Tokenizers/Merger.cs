namespace Haystack.Tokenization;

/// <summary>
/// Byte-pair merging of one piece: the lowest rank merges first, the leftmost of equals, until nothing does.
/// </summary>
internal static class Merger
{
    private const int ShortPiece = 96;

    /// <summary>Merges <paramref name="tokens"/> in place and gives how many are left.</summary>
    public static int Merge(MergeTable table, Span<int> tokens) =>
        tokens.Length <= ShortPiece ? MergeShort(table, tokens) : MergeLong(table, tokens);

    private static int MergeShort(MergeTable table, Span<int> tokens)
    {
        Span<int> ranks = stackalloc int[ShortPiece];
        Span<int> merged = stackalloc int[ShortPiece];
        var count = tokens.Length;
        for (var i = 0; i + 1 < count; i++)
            table.TryFind(tokens[i], tokens[i + 1], out ranks[i], out merged[i]);

        while (count > 1)
        {
            var best = 0;
            for (var i = 1; i + 1 < count; i++)
            {
                if (ranks[i] < ranks[best])
                    best = i;
            }

            if (ranks[best] == int.MaxValue)
                break;
            tokens[best] = merged[best];
            tokens[(best + 2)..count].CopyTo(tokens[(best + 1)..]);
            ranks[(best + 1)..(count - 1)].CopyTo(ranks[best..]);
            merged[(best + 1)..(count - 1)].CopyTo(merged[best..]);
            count--;
            if (best > 0)
                table.TryFind(tokens[best - 1], tokens[best], out ranks[best - 1], out merged[best - 1]);
            if (best + 1 < count)
                table.TryFind(tokens[best], tokens[best + 1], out ranks[best], out merged[best]);
        }

        return count;
    }

    // A linked list and a heap: n log n, for words without end. An entry is stale when either of its two tokens has changed.
    private static int MergeLong(MergeTable table, Span<int> tokens)
    {
        var next = new int[tokens.Length];
        var previous = new int[tokens.Length];
        var heap = new PriorityQueue<(int At, int Left, int Right, int Merged), long>();
        for (var i = 0; i < tokens.Length; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1 < tokens.Length ? i + 1 : -1);
            if (i > 0)
                Push(table, heap, tokens, i - 1, i);
        }

        while (heap.TryDequeue(out var pair, out _))
        {
            var right = next[pair.At];
            if (right < 0 || tokens[pair.At] != pair.Left || tokens[right] != pair.Right)
                continue;
            tokens[pair.At] = pair.Merged;
            tokens[right] = -1;
            next[pair.At] = next[right];
            if (next[right] >= 0)
            {
                previous[next[right]] = pair.At;
                Push(table, heap, tokens, pair.At, next[right]);
            }

            if (previous[pair.At] >= 0)
                Push(table, heap, tokens, previous[pair.At], pair.At);
        }

        var count = 0;
        for (var i = 0; i >= 0; i = next[i])
            tokens[count++] = tokens[i];
        return count;
    }

    private static void Push(MergeTable table, PriorityQueue<(int At, int Left, int Right, int Merged), long> heap, ReadOnlySpan<int> tokens, int left, int right)
    {
        if (table.TryFind(tokens[left], tokens[right], out var rank, out var merged))
            heap.Enqueue((left, tokens[left], tokens[right], merged), ((long)rank << 32) | (uint)left);
    }
}
