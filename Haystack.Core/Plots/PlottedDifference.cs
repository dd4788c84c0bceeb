namespace Haystack.Plots;

/// <summary>How two sides differ in a cell.</summary>
/// <param name="Points">Accuracy of the second side minus that of the first, in percentage points; −100 to 100.</param>
/// <param name="IsSignificant">Whether the p-value, adjusted over all cells, is below 5%.</param>
internal sealed record PlottedDifference(double Points, bool IsSignificant);
