namespace Haystack.Statistics;

/// <summary>What it costs to look at an interval more than once, and to stop where it says enough.</summary>
internal static class Looks
{
    /// <summary>
    /// By how much the variance is taken to be larger. As with repeated confidence intervals (C. Jennison, B. W. Turnbull,
    /// 1989) the quantile is wider for the looks, here by √1.2, found by simulation (docs/statistics.md, docs/gates.md).
    /// </summary>
    public const double Price = 1.2;
}
