namespace Haystack.Plots;

/// <summary>
/// A logarithmic scale that still shows distance 0: log2(1 + d / u). The unit u is half the smallest distance
/// above 0, so that the step from 0 to it is about as wide as a doubling further on.
/// </summary>
internal sealed class DistanceScale
{
    private readonly double _unit;

    public DistanceScale(IEnumerable<int> distances)
    {
        var tested = distances.Distinct().Order().ToArray();
        Max = tested.Length == 0 ? 0 : tested[^1];
        var least = tested.FirstOrDefault(d => d > 0);
        _unit = least == 0 ? 128 : least / 2.0;
        Ticks = [.. TicksUpTo(least, Max)];
    }

    /// <summary>The largest distance tested, in tokens.</summary>
    public int Max { get; }

    /// <summary>Where numbers stand: 0, and powers of two or four, in tokens.</summary>
    public IReadOnlyList<int> Ticks { get; }

    /// <summary>Where a distance stands on the axis.</summary>
    public double At(double distanceTokens) => Math.Log2(1 + distanceTokens / _unit);

    /// <summary>The distance that stands there, in tokens.</summary>
    public double TokensAt(double place) => _unit * (Math.Pow(2, place) - 1);

    private static IEnumerable<int> TicksUpTo(int least, int max)
    {
        yield return 0;
        if (least == 0)
            yield break;
        var first = int.Log2(least);
        var last = int.Log2(max);
        var step = last - first > 8 ? 2 : 1;
        for (var exponent = first; exponent <= last; exponent++)
        {
            // Powers of four keep 256, 1k, 4k, 16k, 64k on the axis.
            if (1 << exponent >= least && exponent % step == 0)
                yield return 1 << exponent;
        }
    }
}
