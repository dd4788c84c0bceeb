namespace Haystack.Plots;

/// <summary>One point of a curve before drawing.</summary>
/// <param name="DistanceTokens">Where it stands, in tokens.</param>
/// <param name="Value">How high it stands.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Count">How many trials it rests on.</param>
internal sealed record PlottedPoint(int DistanceTokens, double Value, double Low, double High, int Count);
