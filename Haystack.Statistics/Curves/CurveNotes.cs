using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Haystack.Statistics.Curves;

/// <summary>What is said of a curve beside its figures, one line each.</summary>
internal static class CurveNotes
{
    /// <summary>An effect of order, and that distance survives what goes with it, is said at this level.</summary>
    private const double Level = 0.01;

    /// <summary>Why a fall to half is not told where a floor would do as well.</summary>
    public const string MayLevelOff = "a curve that levels off before it has fallen half-way describes the answers as well: no D50 is given, only how far it must be at least; ask more documents, or longer distances";

    /// <summary>Why a fall to half is not told where facts between may make it.</summary>
    public const string MayBeFactsBetween = "with the number of facts of other chains between held fixed accuracy may not fall half-way within what was asked: no D50 is given, only how far it must be at least; cross them (--intervening), or ask more documents";

    /// <summary>Why a fall to half is not told where few documents leave it open.</summary>
    public const string TooFewForFigure = "so few documents leave open whether accuracy falls half-way within what was asked: no D50 is given, only how far it must be at least; ask more documents";

    /// <summary>Why there is no D50, or what stands in its place.</summary>
    public static IEnumerable<string> Why(CurveStatus status, double? risesP) => status switch
    {
        CurveStatus.Perfect => ["every answer was right: no fall to measure"],
        CurveStatus.Flat when risesP is { } p => [$"accuracy rises with distance ({Text(p)}): there is no fall, and no D50"],
        CurveStatus.Flat => ["no fall that goes with distance itself was established (length and place held fixed): no D50 is given, only how far it must be at least"],
        CurveStatus.Separated => ["right and wrong are parted by a step: no slope can be fitted, the interval says where the step is"],
        _ => [],
    };

    /// <summary>Whether it is tokens or the facts that stand between that make far facts harder.</summary>
    public static IEnumerable<string> Between(CurveData data, RivalTerms rivals, CurveStatus status)
    {
        var falls = status == CurveStatus.Fitted;
        if (rivals.Terms.Names.Contains(CurveTerms.Between))
        {
            // One that was put in on suspicion was not asked for.
            if (rivals.BetweenP is not { } asked)
                yield break;
            yield return falls ? $"accuracy falls with the facts of other chains that stand between ({Text(asked)}), and with distance in tokens beside them; D50 holds their number fixed"
                : $"accuracy falls with the facts of other chains that stand between ({Text(asked)}): with their number fixed, no effect of distance in tokens was found";
        }
        else if (falls && rivals.BetweenP is { } p)
        {
            var beside = CurveTerms.For(data, [.. rivals.Terms.Names, CurveTerms.Between]);
            yield return beside.Names.Contains(CurveTerms.Between) && RobustScores.DistanceEffect(data, beside).P < Level
                ? $"the fall goes with tokens: facts of other chains between add nothing that is sure ({Text(p)})"
                : "whether the fall goes with tokens or with the facts of other chains between cannot be told apart here: cross them (--intervening), or ask more documents";
        }
    }

    /// <summary>Whether it matters what the facts stand on two sides of.</summary>
    /// <param name="rivals">The terms.</param>
    /// <param name="rival">The parting beside which no fall with distance is left.</param>
    public static IEnumerable<string> Parted(RivalTerms rivals, string? rival)
    {
        if (rivals.Apart is { } parting)
            yield return $"facts that stand {Partings.Text(parting)} are right less, or more, often than their distance says: D50 and D85 are for facts that do not, and no change per doubling is given";
        else if (rival is not null)
            yield return $"whether far facts are lost by their distance, or because they stand {Partings.Text(rival)}, cannot be told apart here: no D50 is given, only how far it must be at least; ask more documents";
    }

    /// <summary>What a rival means that was neither found nor cleared, in one line.</summary>
    public static string Suspected(string rival) =>
        $"{(Partings.Is(rival) ? $"facts that stand {Partings.Text(rival)}" : "facts with more facts of other chains between")} may be right less often than their distance says: the limits of D50 and D85 allow for it, and no change per doubling is given";

    /// <summary>Whether it matters which of the facts stands first.</summary>
    public static IEnumerable<string> Order(CurveFit fit, CurveTerms terms, double[,]? covariance, int documents)
    {
        var term = terms.Names.ToList().IndexOf(CurveTerms.Order);
        if (term < 0 || covariance is null || covariance[2 + term, 2 + term] is not (> 0 and var variance))
            yield break;
        var t = fit.At[2 + term] / Math.Sqrt(variance);
        var p = 2 * StudentT.CDF(0, 1, documents - 1, -Math.Abs(t));
        if (p < Level)
            yield return $"order matters: it is right {(t > 0 ? "more" : "less")} often where the fact to begin with stands first ({Text(p)}); the curve is for the mean of both orders";
    }

    private static string Text(double p) => p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.000}");
}
