using Haystack.Statistics.Comparing;
using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>
/// From an interval for independent answers to one that knows that answers come document by document: its arms grow by
/// the root of the design effect measured between documents, and by Student's quantile over the normal one, since few
/// documents say little of how much documents differ. The shape (asymmetric, never of zero width, within bounds) stays.
/// </summary>
internal static class DocumentSpread
{
    /// <summary>With fewer documents no interval is given: there is no telling how much documents differ.</summary>
    public const int FewestDocuments = DocumentShare.FewestDocuments;

    /// <summary>Below this the measured design effect is the luck of a few documents, as for D50 (docs/statistics.md).</summary>
    private const double LeastDesign = 0.8;

    /// <summary>"No difference" is refuted below this.</summary>
    private const double Level = 0.05;

    private const double Z95 = 1.959963984540054;

    /// <summary>The 95% interval; null with fewer than <see cref="FewestDocuments"/>.</summary>
    /// <param name="estimate">What it is about.</param>
    /// <param name="independent">Its interval if all answers were independent.</param>
    /// <param name="variance">The estimate's variance if all answers were independent; 0 where the answers show none.</param>
    /// <param name="influence">What each document moves the estimate by: its own residuals over the number of answers.</param>
    /// <param name="strata">The stratum of each document: documents are held against others of theirs only; null for one stratum.</param>
    public static Interval? Widen(
        double estimate, Interval independent, double variance, IReadOnlyList<double> influence, IReadOnlyList<int>? strata = null)
    {
        if (influence.Count < FewestDocuments)
            return null;
        var (between, freedom) = Between(influence, strata);
        var design = variance > 0 ? Math.Max(LeastDesign, between / variance) : 1;
        var wider = Math.Sqrt(design) * StudentT.InvCDF(0, 1, freedom, 0.975) / Z95;
        return new Interval(
            Math.Max(-1, estimate - (estimate - independent.Low) * wider), Math.Min(1, estimate + (independent.High - estimate) * wider));
    }

    /// <summary>
    /// The interval, which leaves 0 out only where the exact test over documents refutes "no difference" (<see cref="SignFlips"/>): of
    /// that an exact test is there, while the t quantile is right in large samples only, and says of the equal that they differ more often.
    /// </summary>
    /// <param name="interval">The interval.</param>
    /// <param name="gains">What each document says of the difference: as likely the other way round where there is none.</param>
    public static Interval? WithoutZeroOnlyIfRefuted(Interval? interval, IEnumerable<int> gains) => WithoutZeroOnlyIfRefuted(interval, () => SignFlips.P(gains));

    /// <summary>The same, by the test's p-value, which is only asked for where it decides.</summary>
    public static Interval? WithoutZeroOnlyIfRefuted(Interval? interval, Func<double> p) =>
        interval is { } i && (i.Low > 0 || i.High < 0) && p() >= Level ? new Interval(Math.Min(0, i.Low), Math.Max(0, i.High)) : interval;

    /// <summary>The variance from the spread between documents, within strata where each holds enough, and its degrees of freedom.</summary>
    private static (double Variance, int Freedom) Between(IReadOnlyList<double> influence, IReadOnlyList<int>? strata)
    {
        const int fewestInStratum = 4;
        var groups = Enumerable.Range(0, influence.Count).GroupBy(i => strata?[i] ?? 0).Select(g => g.Select(i => influence[i]).ToArray()).ToArray();
        if (groups.Any(g => g.Length < fewestInStratum))
            groups = [[.. influence]];
        var variance = groups.Sum(g => g.Sum(v => (v - g.Average()) * (v - g.Average())) * g.Length / (g.Length - 1.0));
        return (variance, influence.Count - groups.Length);
    }
}
