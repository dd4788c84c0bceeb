namespace Haystack.Statistics.Allocation;

/// <summary>Gives each further chain to the cell whose interval would be widest.</summary>
internal sealed class CellDesign : IDesign
{
    private readonly Dictionary<AllocationCell, (double K, double N)> _counts;

    public CellDesign(IEnumerable<ChainOutcome> chains, IEnumerable<AllocationCell> cells)
    {
        _counts = cells.ToDictionary(c => c, _ => (0.0, 0.0));
        foreach (var chain in chains)
        {
            var cell = new AllocationCell(chain.ContextTokens, chain.DistanceTokens);
            if (chain.Pair is { } right && _counts.TryGetValue(cell, out var count))
                _counts[cell] = (count.K + (right ? 1 : 0), count.N + 1);
        }
    }

    /// <summary>The width of the widest cell's 95% interval as observed; 1 where a cell is empty.</summary>
    public double Widest() => _counts.Values.Max(c => c.N == 0 ? 1 : Width(c.K / c.N, c.N));

    public double Gain(AllocationCell cell)
    {
        var (k, n) = _counts[cell];
        return n == 0 ? 1 : Width(k / n, n);
    }

    public void Add(AllocationCell cell)
    {
        var (k, n) = _counts[cell];
        // The share so far is expected to go on; an empty cell counts as half right, which is where it is widest.
        _counts[cell] = (k + (n == 0 ? 0.5 : k / n), n + 1);
    }

    public IDesign Copy() => new CellDesign(_counts);

    private CellDesign(Dictionary<AllocationCell, (double K, double N)> counts) => _counts = new(counts);

    private static double Width(double p, double n)
    {
        const double z2 = 3.841458820694124;
        return 2 * Math.Sqrt(z2) / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    }
}
