namespace Haystack.Tokenization.Checking;

/// <summary>Byte-pair merging over texts: of all neighbours that may merge the best goes first, the leftmost of equals.</summary>
internal static class PlainMerging
{
    /// <summary>What is left of <paramref name="letters"/>; <paramref name="rank"/> is lower for what goes first, null for what does not merge.</summary>
    public static List<string> Merge(IReadOnlyList<string> letters, Func<string, string, double?> rank)
    {
        string?[] parts = [.. letters];
        var changes = new int[parts.Length];
        var queue = new PriorityQueue<(int Left, int Right, int LeftChanges, int RightChanges), (double Rank, int Left)>();
        for (var i = 0; i + 1 < parts.Length; i++)
            Offer(i, i + 1);
        while (queue.TryDequeue(out var pair, out _))
        {
            var (left, right, leftChanges, rightChanges) = pair;
            if (parts[left] is null || parts[right] is null || changes[left] != leftChanges || changes[right] != rightChanges)
                continue;
            parts[left] += parts[right];
            parts[right] = null;
            changes[left]++;
            if (Next(left) is var after && after < parts.Length)
                Offer(left, after);
            if (Before(left) is var before && before >= 0)
                Offer(before, left);
        }

        return [.. parts.OfType<string>()];

        void Offer(int left, int right)
        {
            if (rank(parts[left]!, parts[right]!) is { } found)
                queue.Enqueue((left, right, changes[left], changes[right]), (found, left));
        }

        int Next(int at)
        {
            do
                at++;
            while (at < parts.Length && parts[at] is null);
            return at;
        }

        int Before(int at)
        {
            do
                at--;
            while (at >= 0 && parts[at] is null);
            return at;
        }
    }
}
