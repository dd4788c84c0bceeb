using System.Globalization;
using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>What may be concluded from a comparison, in words.</summary>
internal static class ComparisonSentence
{
    private const double Level = 0.05;
    private const double CellsAloneLevel = 0.01;

    public static string For(Comparison comparison)
    {
        var (counts, documents) = (comparison.Counts, comparison.Documents);
        if (counts.Total == 0)
            return $"Nothing can be concluded: {comparison.A} and {comparison.B} share no question about the same document.";
        var basis = $"{Whole(counts.Total)} paired questions about {Whole(documents)} {(documents == 1 ? "document" : "documents")}";
        if (comparison.DifferenceInterval is not { } interval)
            return $"Nothing can be concluded: {basis} do not tell how much documents differ; {DocumentSpread.FewestDocuments} documents are needed.";
        var difference = counts.Difference!.Value;
        var span = $"{Points(interval.Low, sign: true)} to {Points(interval.High, sign: true)} points, 95% interval, {basis}";
        var whole = IsShown(comparison)
            ? $"{(difference > 0 ? comparison.B : comparison.A)} is right more often, by {Points(Math.Abs(difference))} points ({comparison.B} minus {comparison.A}: {span})"
            : $"No difference is shown between {comparison.A} and {comparison.B} ({Points(difference, sign: true)} points: {span}{Adjusted(comparison)}), which "
                + $"is not proof that they are equal, only that a difference of more than {Points(Math.Max(-interval.Low, interval.High))} points is unlikely";
        return $"{whole}{Reading(comparison, interval)}; {Cells(comparison)}; {Limits(comparison)}";
    }

    /// <summary>The conclusion alone, as the title of a picture; it claims what <see cref="For"/> does.</summary>
    public static string Short(Comparison comparison)
    {
        if (comparison.Counts.Total == 0 || comparison.DifferenceInterval is not { } interval)
            return $"Nothing can be concluded of {comparison.A} and {comparison.B}";
        if (!IsShown(comparison))
            return $"No difference is shown between {comparison.A} and {comparison.B}";
        if (DependsOnReading(comparison, interval))
            return $"Whether {comparison.A} or {comparison.B} is right more often depends on how replies are read";
        var difference = comparison.Counts.Difference!.Value;
        var (better, worse) = difference > 0 ? (comparison.B, comparison.A) : (comparison.A, comparison.B);
        return $"{better} is right more often than {worse}, by {Points(Math.Abs(difference))} points";
    }

    private static string Reading(Comparison comparison, Interval interval)
    {
        if (comparison.DifferenceByReading is not { } reading)
            return "";
        var difference = comparison.Counts.Difference!.Value;
        return $"; {Whole(comparison.Ambiguous)} ambiguous {(comparison.Ambiguous == 1 ? "reply counts" : "replies count")} as wrong: by reading the difference is {Points(reading.Low, sign: true)} to {Points(reading.High, sign: true)} points"
            + (DependsOnReading(comparison, interval) ? ", and by some reading none is shown" : "");
    }

    private static bool DependsOnReading(Comparison comparison, Interval interval)
    {
        if (comparison.DifferenceByReading is not { } reading)
            return false;
        var difference = comparison.Counts.Difference!.Value;
        // What the interval would be if it moved with the estimate.
        var (low, high) = (interval.Low + reading.Low - difference, interval.High + reading.High - difference);
        var isShown = interval.Low > 0 || interval.High < 0;
        var staysShown = interval.Low > 0 ? low > 0 : high < 0;
        return isShown && !staysShown;
    }

    /// <summary>Whether the whole differs: the exact test, adjusted, and the interval have to agree.</summary>
    private static bool IsShown(Comparison comparison) =>
        comparison.AdjustedP < Level && comparison.DifferenceInterval is { Low: > 0 } or { High: < 0 };

    private static string Adjusted(Comparison comparison) => comparison.MadeTogether == 1 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; p = {comparison.AdjustedP:0.000} after Holm's adjustment over {comparison.MadeTogether} comparisons");

    private static string Cells(Comparison comparison)
    {
        // Where the whole differs some cell does: their own test is then the only one that could err. Else both could.
        var found = comparison.Cells.Count(c => c.AdjustedP < (IsShown(comparison) ? Level : CellsAloneLevel));
        return found == 0
            ? $"in none of the {Whole(comparison.Cells.Count)} cells alone is a difference shown after Holm's adjustment"
            : $"in {Whole(found)} of {Whole(comparison.Cells.Count)} cells alone the difference is shown after Holm's adjustment";
    }

    private static string Limits(Comparison comparison)
    {
        var unpaired = comparison.UnpairedA + comparison.UnpairedB;
        if (comparison.Unanswered > 0)
        {
            return $"{Whole(comparison.Unanswered)} questions that were put to both have no answer of one or both, and the interval allows for them either way; "
                + "this holds for these families, lengths and texts, not beyond them.";
        }

        return unpaired == 0
            ? "this holds for these families, lengths and texts, not beyond them."
            : $"this holds for the questions that both answered ({Whole(unpaired)} others are left out), in these families, lengths and texts, not beyond them.";
    }

    private static string Points(double share, bool sign = false) =>
        (100 * share).ToString(sign ? "+0.0;-0.0;0.0" : "0.0", CultureInfo.InvariantCulture);

    private static string Whole(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
