namespace Haystack.Statistics;

/// <summary>Chains that two sides answered: how often both, one or neither was right.</summary>
/// <param name="Both">Right on both sides.</param>
/// <param name="OnlyA">Right on side A alone.</param>
/// <param name="OnlyB">Right on side B alone.</param>
/// <param name="Neither">Wrong on both sides.</param>
public readonly record struct PairedCounts(int Both, int OnlyA, int OnlyB, int Neither)
{
    private const double Z95 = 1.959963984540054;

    /// <summary>Pairs in all.</summary>
    public int Total => Both + OnlyA + OnlyB + Neither;

    /// <summary>Accuracy of side A.</summary>
    public Proportion A => new(Both + OnlyA, Total);

    /// <summary>Accuracy of side B.</summary>
    public Proportion B => new(Both + OnlyB, Total);

    /// <summary>Accuracy of B minus accuracy of A; null without pairs.</summary>
    public double? Difference => Total == 0 ? null : (double)(OnlyB - OnlyA) / Total;

    /// <summary>Adds counts.</summary>
    public static PairedCounts operator +(PairedCounts a, PairedCounts b) =>
        new(a.Both + b.Both, a.OnlyA + b.OnlyA, a.OnlyB + b.OnlyB, a.Neither + b.Neither);

    /// <summary>The same as the operator.</summary>
    public static PairedCounts Add(PairedCounts left, PairedCounts right) => left + right;

    /// <summary>
    /// The 95% interval of <see cref="Difference"/>, for independent pairs: R. G. Newcombe, Statistics in Medicine 17
    /// (1998) 2635, method 10 (Wilson limits with a continuity-corrected correlation). Holds with no discordant pair, too.
    /// </summary>
    public Interval? DifferenceInterval()
    {
        if (Total == 0)
            return null;
        double n = Total;
        var (a, b) = ((Both + OnlyA) / n, (Both + OnlyB) / n);
        var (wilsonA, wilsonB) = (Wilson.Interval95(A)!.Value, Wilson.Interval95(B)!.Value);
        var phi = Correlation();
        var down = Length(b - wilsonB.Low, wilsonA.High - a, phi);
        var up = Length(wilsonB.High - b, a - wilsonA.Low, phi);
        return new Interval(b - a - down, b - a + up);

        static double Length(double one, double other, double phi) =>
            Math.Sqrt(Math.Max(0, one * one - 2 * phi * one * other + other * other));
    }

    private double Correlation()
    {
        double n = Total, e = Both, f = OnlyB, g = OnlyA, h = Neither;
        var scale = (e + f) * (g + h) * (e + g) * (f + h);
        if (scale == 0)
            return 0;
        var cross = e * h - f * g;
        var corrected = cross > n / 2 ? cross - n / 2 : cross >= 0 ? 0 : cross;
        return corrected / Math.Sqrt(scale);
    }
}
