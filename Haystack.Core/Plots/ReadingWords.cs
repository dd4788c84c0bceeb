using System.Globalization;
using Haystack.Analysis;
using Haystack.Statistics;

namespace Haystack.Plots;

/// <summary>How far a model's figures rest on reading its replies, in words that every report shares.</summary>
internal static class ReadingWords
{
    /// <summary><c>81–85% by reading</c>: accuracy with what is ambiguous counted wrong and right; empty where nothing is.</summary>
    public static string Range(Proportion right, int ambiguous)
    {
        if (ambiguous == 0 || right.Total == 0)
            return "";
        var (low, high) = (TokenText.Percent(right), TokenText.Percent(right with { Successes = right.Successes + ambiguous }));
        return low == high ? $"{low} by any reading" : $"{low[..^1]}–{high} by reading";
    }

    /// <summary>A share of bad answers without those that are ambiguous: its lower end by reading.</summary>
    public static Proportion Without(Proportion bad, int ambiguous) => bad with { Successes = bad.Successes - ambiguous };

    /// <summary><c>subject absent 3/40</c> and <c>half known 9/40</c>: values stated where the text says none, by why it does not; none where that is not known.</summary>
    public static string[] Kinds(AbsentKinds kinds) => kinds.IsKnown
        ? [$"subject absent {kinds.SubjectAbsent.Successes}/{kinds.SubjectAbsent.Total}", $"half known {kinds.HalfKnown.Successes}/{kinds.HalfKnown.Total}"]
        : [];

    /// <summary><c>2 of 50 were misread (4% [1–13%])</c>, and in which direction.</summary>
    public static string Of(ReadingError error)
    {
        var (k, n) = error.Misread;
        var text = string.Create(CultureInfo.InvariantCulture, $"{k} of {n} {(k == 1 ? "was" : "were")} misread ({TokenText.Percent(error.Misread)} [{Interval(error.Misread)}])");
        return k == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}: {error.CalledRight} called right that {(error.CalledRight == 1 ? "is" : "are")} not, {error.CalledWrong} called wrong that {(error.CalledWrong == 1 ? "is" : "are")} right");
    }

    /// <summary><c>62% as asked, 30% the mark, then more, 8% no mark</c>; null where no reply says.</summary>
    public static string? Of(AnswerForms? forms) => forms is null
        ? null
        : string.Join("; ", forms.Shares.Select(s => $"{TokenText.Percent(s.Share)} {s.Words}"));

    /// <summary><c>D50 3.1k to 4.2k by reading</c>; empty where nothing is ambiguous.</summary>
    public static string D50(ReadingFigures reading)
    {
        if (reading.AmbiguousPairs == 0)
            return "";
        if (reading.D50 is not { } bounds)
            return "no D50 established by any reading";
        var (low, high) = (End(bounds.Low, bounds), End(bounds.High, bounds));
        return (low == high ? $"D50 {low} by any reading" : $"D50 {low} to {high} by reading") + (bounds.MayBeNone ? " (none by some)" : "");
    }

    /// <summary>What a reader of a model's figures has to know of their reading, a line each.</summary>
    public static IEnumerable<string> Notes(ReadingFigures reading)
    {
        var (k, n) = reading.Ambiguous;
        if (k > 0)
        {
            var what = new[] { Range(reading.Right, reading.AmbiguousPairs) is { Length: > 0 } range ? $"accuracy of the pair question {range}" : "", D50(reading), Penalty(reading) };
            yield return string.Create(CultureInfo.InvariantCulture, $"{TokenText.Count(k)} of {TokenText.Count(n)} answers ({TokenText.Percent(reading.Ambiguous)}) are ambiguous and count as wrong; counted right or wrong: {string.Join(", ", what.Where(w => w.Length > 0).DefaultIfEmpty("no figure of the pair question changes"))} (haystack review settles them)");
        }

        if (reading.Verdicts > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{TokenText.Count(reading.Verdicts)} {(reading.Verdicts == 1 ? "reply counts" : "replies count")} as a person judged {(reading.Verdicts == 1 ? "it" : "them")}");
        if (reading.Error is { } error)
            yield return $"of the replies drawn by chance and judged by a person, {Of(error)}";
    }

    /// <summary>Why nothing was measured.</summary>
    public static string Of(SetupCheck setup) => string.Create(
        CultureInfo.InvariantCulture,
        $"{setup.Questions} are right in {setup.Right.Successes} of {setup.Right.Total} answers ({TokenText.Percent(setup.Right)}): the set-up fails, not the distance; most often: {OutcomeLook.Name(setup.Commonest)} (see haystack show RUN {setup.Example})");

    private static string Interval(Proportion share) => Wilson.Interval95(share) is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * interval.Low:0}–{100 * interval.High:0}%")
        : "";

    private static string Penalty(ReadingFigures reading) => reading.Penalty is { } penalty
        ? string.Create(CultureInfo.InvariantCulture, $"penalty of distance {100 * penalty.Low:0.0} to {100 * penalty.High:0.0} points")
        : "";

    private static string End(double? tokens, DistanceBounds bounds) => tokens is { } known ? TokenText.Rounded(known) : $"> {TokenText.Short(bounds.Farthest)}";
}
