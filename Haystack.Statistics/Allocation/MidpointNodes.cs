namespace Haystack.Statistics.Allocation;

/// <summary>
/// The midpoints that chains of one cell will have, as three points: midpoints are spread evenly over where the chain
/// fits, and what they tell is quadratic in the midpoint, so Gauss and Legendre's three points average it exactly enough.
/// </summary>
internal static class MidpointNodes
{
    private static readonly double Outer = Math.Sqrt(0.6);

    /// <summary>Each point's distance from the middle of the document, as a share of it, and the share of chains it stands for.</summary>
    public static readonly (double Place, double Share)[] Unit = [(-Outer, 5 / 18.0), (0, 8 / 18.0), (Outer, 5 / 18.0)];

    /// <summary>How far from the middle a chain's midpoint can stand.</summary>
    public static double Reach(AllocationCell cell) => Math.Max(0, 1 - (double)cell.DistanceTokens / cell.ContextTokens) / 2;
}
