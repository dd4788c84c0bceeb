namespace Haystack.Inference;

/// <summary>How often a hash came up among the last thousand or so.</summary>
internal sealed class RecentCounts
{
    private const int Kept = 1_024;

    private readonly Queue<ulong> order = new();
    private readonly Dictionary<ulong, int> counts = [];

    /// <summary>Adds one and returns how often it has come up, this time included.</summary>
    public int Add(ulong hash)
    {
        if (order.Count == Kept)
        {
            var oldest = order.Dequeue();
            if (--counts[oldest] == 0)
                counts.Remove(oldest);
        }

        order.Enqueue(hash);
        counts[hash] = counts.GetValueOrDefault(hash) + 1;
        return counts[hash];
    }
}
