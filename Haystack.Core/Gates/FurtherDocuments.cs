using System.Globalization;
using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>How many more documents an undecided gate needs, in words; as far as what was measured stays as it is.</summary>
internal static class FurtherDocuments
{
    /// <summary>Of so many more a count would promise what nobody asks: the figure lies at the threshold itself.</summary>
    private const int Most = 9_999;

    /// <summary>Where a rule says how many documents decide.</summary>
    /// <param name="documents">Documents with answers.</param>
    /// <param name="needed">Documents that decide, those included.</param>
    public static string Text(int documents, double needed)
    {
        var more = Math.Max(1, Math.Ceiling(needed - 1e-6) - documents);
        return more > Most
            ? "; it lies so near to what is required that no number of documents to speak of decides"
            : string.Create(CultureInfo.InvariantCulture, $"; about {more:0} more {(more == 1 ? "document decides" : "documents decide")}");
    }

    /// <summary>
    /// Where an interval decides that shrinks with the square root of their number: it does once the end between the figure and the
    /// threshold has passed the threshold.
    /// </summary>
    /// <param name="documents">Documents with answers.</param>
    /// <param name="estimate">The figure.</param>
    /// <param name="interval">Its interval, on a scale on which it shrinks evenly.</param>
    /// <param name="threshold">What is required, on that scale.</param>
    public static string Text(int documents, double estimate, Interval interval, double threshold)
    {
        var (away, reach) = threshold < estimate ? (estimate - threshold, estimate - interval.Low) : (threshold - estimate, interval.High - estimate);
        return Text(documents, away > 0 ? documents * (reach / away) * (reach / away) : double.PositiveInfinity);
    }
}
