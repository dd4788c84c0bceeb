namespace Haystack.Statistics;

/// <summary>The Wilson score interval (E. B. Wilson, JASA 22, 1927).</summary>
public static class Wilson
{
    /// <summary>The standard normal quantile of a two-sided 95% interval.</summary>
    private const double Z95 = 1.959963984540054;

    /// <summary>The 95% interval of <paramref name="proportion"/>; null where n is 0.</summary>
    public static Interval? Interval95(Proportion proportion)
    {
        if (proportion.Total == 0)
            return null;
        double n = proportion.Total;
        var p = proportion.Successes / n;
        const double z2 = Z95 * Z95;
        var centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        var half = Z95 / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        // At k = 0 and k = n the ends are 0 and 1 exactly; rounding would leave 1e-17 there.
        return new Interval(
            proportion.Successes == 0 ? 0 : centre - half,
            proportion.Successes == proportion.Total ? 1 : centre + half);
    }
}
