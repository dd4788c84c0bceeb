namespace Haystack.Reference;

/// <summary>The sizes of the transformer, all heads alike.</summary>
internal static class ReferenceShape
{
    /// <summary>Heads of a layer, and numbers of a head.</summary>
    public const int Heads = 3, HeadSize = 128;

    /// <summary>What the root of mean squares is kept from zero with.</summary>
    public const float Epsilon = 1e-6f;

    /// <summary>Pairs of a head that turn with the position; those from <see cref="Still"/> on stand still as far as can be seen.</summary>
    public const int TurningPairs = 12, Still = 32;

    private const double UsualBase = 1e32;

    /// <summary>The pair that measures distance for forgetting, and the base of rotation with which it turns a quarter within 16 half-distances.</summary>
    public static (int Pair, double Base) Rotation(int recency)
    {
        if (recency == 0)
            return (0, UsualBase);
        var angle = AngleOf(recency);
        var pair = Enumerable.Range(7, 5).MinBy(p => Math.Abs(Math.Log(Math.Pow(angle, -HeadSize / (2.0 * p)) / UsualBase)));
        return (pair, Math.Pow(angle, -HeadSize / (2.0 * pair)));
    }

    /// <summary>How far the distance pair turns from one token to the next.</summary>
    public static double AngleOf(int recency) => 1.5 / Math.Min(16 * recency, ReferenceLayout.MostContextTokens);
}
