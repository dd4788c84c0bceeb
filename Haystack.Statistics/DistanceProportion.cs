namespace Haystack.Statistics;

/// <summary>A proportion at one distance.</summary>
/// <param name="DistanceTokens">Tokens between the facts.</param>
/// <param name="Proportion">k of n.</param>
public sealed record DistanceProportion(int DistanceTokens, Proportion Proportion)
{
    /// <summary>What the fit expects here, for the lengths and midpoints asked at this distance; null without a fit.</summary>
    public double? Expected { get; init; }
}
