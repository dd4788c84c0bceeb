using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>
/// The hull of an interval from the spread between documents and one in closed form widened by the least design effect:
/// a few documents that happen to agree claim a certainty that they do not give.
/// </summary>
internal static class CautiousInterval
{
    /// <summary>The hull.</summary>
    /// <param name="byDocuments">By documents; null where there is none.</param>
    /// <param name="estimate">What both are about.</param>
    /// <param name="independent">For independent answers.</param>
    /// <param name="leastDesign">The least design effect, 1 or more.</param>
    /// <param name="isEarly">Whether more looks could follow: both are wider then.</param>
    public static Interval Of(Interval? byDocuments, double estimate, Interval independent, double leastDesign, bool isEarly = false)
    {
        var looks = isEarly ? Looks.Price : 1;
        var closed = Wider(independent, estimate, leastDesign * looks);
        var documents = byDocuments is { } given ? Wider(given, estimate, looks) : closed;
        return new Interval(Math.Max(-1, Math.Min(closed.Low, documents.Low)), Math.Min(1, Math.Max(closed.High, documents.High)));
    }

    private static Interval Wider(Interval interval, double estimate, double variance)
    {
        var wider = Math.Sqrt(variance);
        return new Interval(estimate - (estimate - interval.Low) * wider, estimate + (interval.High - estimate) * wider);
    }
}
