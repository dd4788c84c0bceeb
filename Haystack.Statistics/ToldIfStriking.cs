using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>
/// The interval of a figure that is told only where a test finds it to differ from 0: what passed the test by luck is too far from 0,
/// so the near end is the one that holds given that the test was passed (H. Zhong and R. L. Prentice, Biostatistics 9, 2008, 621).
/// </summary>
internal static class ToldIfStriking
{
    private const double Z95 = 1.959963984540054;

    /// <summary>How far below the other end the near one is looked for, in standard errors.</summary>
    private const double Farthest = 30;

    /// <summary>The interval with its near end drawn towards 0, and no further: that it is not on the other side is what the test says.</summary>
    /// <param name="interval">The interval without regard to the test.</param>
    /// <param name="estimate">The figure.</param>
    /// <param name="p">One-sided p-value of "0, or on the other side"; 1 less it where the figure is above 0.</param>
    /// <param name="level">It is told where the test is below this.</param>
    public static Interval? Widen(Interval? interval, double estimate, double p, double level)
    {
        if (interval is not { } found || (found.Low <= 0 && found.High >= 0))
            return interval;
        var (z, least) = (-Normal.InvCDF(0, 1, Math.Max(1e-300, Math.Min(p, 1 - p))), -Normal.InvCDF(0, 1, level));
        // In standard errors, a share of the estimate.
        var nearer = Math.Max(0, z - Z95 - Near(Math.Max(z, least), least)) / z * Math.Abs(estimate);
        return found.High < 0 ? found with { High = Math.Min(0, found.High + nearer) } : found with { Low = Math.Max(0, found.Low - nearer) };
    }

    /// <summary>The mean under which so large a value, or a larger one, is met in 2.5% of those that pass.</summary>
    private static double Near(double z, double least)
    {
        var (low, high) = (z - Farthest, z - Z95);
        for (var i = 0; i < 60; i++)
        {
            var mean = (low + high) / 2;
            // Of two tails far out the ratio is taken by its logarithm.
            if (LogTail(z - mean) - LogTail(least - mean) < Math.Log(0.025))
                low = mean;
            else
                high = mean;
        }

        return (low + high) / 2;
    }

    /// <summary>The logarithm of the chance of a larger value than <paramref name="z"/>; beyond what a double holds, by Mills' ratio.</summary>
    private static double LogTail(double z) =>
        z < 30 ? Math.Log(Normal.CDF(0, 1, -z)) : -z * z / 2 - Math.Log(z * Math.Sqrt(2 * Math.PI));
}
