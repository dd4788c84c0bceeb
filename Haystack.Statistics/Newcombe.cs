namespace Haystack.Statistics;

/// <summary>The difference of two proportions of independent answers (R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10).</summary>
internal static class Newcombe
{
    /// <summary>The 95% interval of <paramref name="a"/> minus <paramref name="b"/>; both have answers.</summary>
    public static Interval Difference(Proportion a, Proportion b)
    {
        var (rateA, rateB) = (a.Value!.Value, b.Value!.Value);
        var (wilsonA, wilsonB) = (Wilson.Interval95(a)!.Value, Wilson.Interval95(b)!.Value);
        return new Interval(
            rateA - rateB - double.Hypot(rateA - wilsonA.Low, wilsonB.High - rateB),
            rateA - rateB + double.Hypot(wilsonA.High - rateA, rateB - wilsonB.Low));
    }
}
