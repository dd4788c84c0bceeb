namespace Haystack.Reference;

/// <summary>
/// How far back each name is found: a distance of its own, logistic over all names on a scale of logarithms, so that recall at a
/// distance d is 1 / (1 + (d / D)²), cut to one and to nothing at an eighth of D and at eight times it.
/// </summary>
internal static class Remembering
{
    private const double Slope = 2, Farthest = 8;

    /// <summary>What the penalty of distance is at the half distance, in units of attention's exponent.</summary>
    public const double HalfPenalty = 8;

    /// <summary>The share of names that are found at a distance of so many half distances.</summary>
    public static double Recall(double halves) => halves >= Farthest ? 0 : halves <= 1 / Farthest ? 1 : 1 / (1 + Math.Pow(halves, Slope));

    /// <summary>How far back name number <paramref name="name"/> is found, in half distances.</summary>
    public static double Reach(int name)
    {
        var share = new Seed(18).Derive("reach", name).Stream().NextDouble();
        return Math.Clamp(Math.Pow(share / (1 - share), 1 / Slope), 1 / Farthest, Farthest);
    }
}
