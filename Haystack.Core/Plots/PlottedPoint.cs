using Haystack.Statistics;

namespace Haystack.Plots;

/// <summary>One point of a curve before drawing.</summary>
/// <param name="DistanceTokens">Where it stands, in tokens.</param>
/// <param name="Value">How high it stands.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Count">How many trials it rests on.</param>
internal sealed record PlottedPoint(int DistanceTokens, double Value, double Low, double High, int Count)
{
    /// <summary>How high it would stand if all ambiguous answers were right; null where none is ambiguous.</summary>
    public double? CountedRight { get; init; }

    /// <summary>A share with its Wilson interval; null where n is 0.</summary>
    public static PlottedPoint? Of(int distanceTokens, Proportion share) =>
        Wilson.Interval95(share) is { } interval
            ? new PlottedPoint(distanceTokens, share.Value!.Value, interval.Low, interval.High, share.Total)
            : null;

    /// <summary>The same.</summary>
    public static PlottedPoint? Of(DistanceProportion row) => Of(row.DistanceTokens, row.Proportion);

    /// <summary>A median with its quartiles; null where there are no values.</summary>
    public static PlottedPoint? Of(int distanceTokens, Quartiles? quartiles) =>
        quartiles is null ? null : new PlottedPoint(distanceTokens, quartiles.Median, quartiles.Lower, quartiles.Upper, quartiles.Count);
}
