using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>
/// Exact binomial limits (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934): never more than the stated share
/// of misses, whatever the true proportion. What gates decide by.
/// </summary>
internal static class ClopperPearson
{
    /// <summary>The two-sided interval of <paramref name="proportion"/>; null where n is 0.</summary>
    /// <param name="proportion">k of n.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval? Interval(Proportion proportion, double confidence = 0.95)
    {
        Check(proportion, confidence);
        var oneSided = 1 - (1 - confidence) / 2;
        return proportion.Total == 0 ? null : new Interval(Lower(proportion, oneSided), Upper(proportion, oneSided));
    }

    /// <summary>The one-sided lower limit; 0 where k is 0.</summary>
    public static double Lower(Proportion proportion, double confidence = 0.95)
    {
        Check(proportion, confidence);
        var (k, n) = proportion;
        return k == 0 ? 0 : Beta.InvCDF(k, n - k + 1, 1 - confidence);
    }

    /// <summary>The one-sided upper limit; 1 where k is n.</summary>
    public static double Upper(Proportion proportion, double confidence = 0.95)
    {
        Check(proportion, confidence);
        var (k, n) = proportion;
        return k == n ? 1 : Beta.InvCDF(k + 1, n - k, confidence);
    }

    private static void Check(Proportion proportion, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(proportion.Successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proportion.Successes, proportion.Total);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(confidence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
    }
}
