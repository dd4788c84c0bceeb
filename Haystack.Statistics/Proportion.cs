namespace Haystack.Statistics;

/// <summary>k of n, kept as counts; division happens when printing.</summary>
/// <param name="Successes">k, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">n, 0 or more.</param>
public readonly record struct Proportion(int Successes, int Total)
{
    /// <summary>k / n, or null where n is 0: missing is not zero.</summary>
    public double? Value => Total == 0 ? null : (double)Successes / Total;

    /// <summary>
    /// Whole per cent, halves up: 23 of 40 is 58. Worked out in whole numbers, since 100 · 0.575 is a little less than
    /// 57.5 in binary fractions. 0 where n is 0.
    /// </summary>
    internal int WholePercent => Total == 0 ? 0 : (int)((200L * Successes + Total) / (2L * Total));

    /// <summary>Adds counts.</summary>
    public static Proportion operator +(Proportion a, Proportion b) => new(a.Successes + b.Successes, a.Total + b.Total);

    /// <summary>The same as the operator.</summary>
    public static Proportion Add(Proportion left, Proportion right) => left + right;
}
