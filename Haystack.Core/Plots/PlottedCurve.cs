namespace Haystack.Plots;

/// <summary>A fitted curve with its 95% band.</summary>
/// <param name="At">The value at a distance in tokens.</param>
/// <param name="Band">Its interval there; null where it has none.</param>
internal sealed record PlottedCurve(Func<double, double> At, Func<double, (double Low, double High)?> Band);
