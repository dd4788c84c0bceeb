using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>
/// The hull of a bootstrap interval and one in closed form widened by the least design effect: a bootstrap over a few
/// documents that happen to agree claims a certainty that they do not give.
/// </summary>
internal static class CautiousInterval
{
    /// <summary>The hull.</summary>
    /// <param name="bootstrap">By documents; null where there is none.</param>
    /// <param name="estimate">What both are about.</param>
    /// <param name="independent">For independent answers.</param>
    /// <param name="leastDesign">The least design effect, 1 or more.</param>
    public static Interval Of(Interval? bootstrap, double estimate, Interval independent, double leastDesign)
    {
        var wider = Math.Sqrt(leastDesign);
        var (low, high) = (estimate - (estimate - independent.Low) * wider, estimate + (independent.High - estimate) * wider);
        return new Interval(
            Math.Max(-1, Math.Min(low, bootstrap?.Low ?? low)),
            Math.Min(1, Math.Max(high, bootstrap?.High ?? high)));
    }

    /// <summary>Near minus far for independent answers (R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10).</summary>
    public static Interval Difference(Proportion near, Proportion far)
    {
        var (a, b) = (near.Value!.Value, far.Value!.Value);
        var (wilsonA, wilsonB) = (Wilson.Interval95(near)!.Value, Wilson.Interval95(far)!.Value);
        return new Interval(
            a - b - double.Hypot(a - wilsonA.Low, wilsonB.High - b),
            a - b + double.Hypot(wilsonA.High - a, b - wilsonB.Low));
    }
}
