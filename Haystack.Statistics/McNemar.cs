using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>The exact test for paired yes/no answers (Q. McNemar, Psychometrika 12, 1947; exact form: binomial sign test).</summary>
internal static class McNemar
{
    /// <summary>The two-sided p-value that <paramref name="onlyA"/> and <paramref name="onlyB"/> are equally likely.</summary>
    /// <param name="onlyA">Pairs that A got right and B wrong.</param>
    /// <param name="onlyB">Pairs that B got right and A wrong.</param>
    /// <returns>Twice the smaller tail, at most 1; 1 where no pair differs.</returns>
    public static double ExactP(int onlyA, int onlyB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyA);
        ArgumentOutOfRangeException.ThrowIfNegative(onlyB);
        var discordant = onlyA + onlyB;
        return discordant == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, discordant, Math.Min(onlyA, onlyB)));
    }
}
