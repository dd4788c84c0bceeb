namespace Haystack.Plots;

/// <summary>A measured distance with its interval, marked at the height where the curve has it.</summary>
/// <param name="DistanceTokens">The distance, in tokens.</param>
/// <param name="Low">Lower end, in tokens.</param>
/// <param name="High">Upper end, in tokens; null where the data do not bound it.</param>
/// <param name="Value">The height.</param>
internal sealed record PlottedMark(double DistanceTokens, double Low, double? High, double Value);
