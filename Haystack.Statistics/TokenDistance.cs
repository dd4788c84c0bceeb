namespace Haystack.Statistics;

/// <summary>
/// An estimated distance in tokens with its 95% interval. Nothing beyond the largest distance tested is ever given as
/// a number: an estimate out there is null and <see cref="Beyond"/>, an upper limit out there is null and <see cref="HighBeyond"/>.
/// </summary>
public sealed record TokenDistance
{
    /// <summary>The estimate; null where there is none, or where it lies beyond the largest distance tested.</summary>
    public double? Tokens { get; init; }

    /// <summary>The lower limit; the largest distance tested where even that is surely too short; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>The upper limit; null where there is none.</summary>
    public double? High { get; init; }

    /// <summary>The data do not fall that far: the estimate is "more than the largest distance tested".</summary>
    public bool Beyond { get; init; }

    /// <summary>It lies between facts side by side and the smallest distance asked above 0, where nothing was asked: there is no estimate, only limits.</summary>
    public bool InGap { get; init; }

    /// <summary>The interval has no upper end within the distances tested.</summary>
    public bool HighBeyond { get; init; }
}
