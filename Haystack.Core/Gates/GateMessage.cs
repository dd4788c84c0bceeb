using System.Globalization;
using System.Text;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>Writes the explanation of a gate: what was measured, the worst cells, three trials that speak against it, the next command.</summary>
internal static class GateMessage
{
    private const int MostReply = 160;
    private const int Few = 3;

    public static string Of(
        GateRows rows, string directory, IReadOnlyList<GateThreshold> thresholds, IReadOnlyList<GateCheck> checks, string? invalid, string? note)
    {
        var text = new StringBuilder();
        var model = rows.Run.Models.FirstOrDefault(m => m.Name == rows.Model);
        var scope = rows.Scope.ToString();
        Line(text, $"gate on {rows.Model} ({model?.Digest ?? "no digest"}){(scope.Length > 0 ? $", {scope}" : "")}, run {directory}");
        if (invalid is not null)
            Line(text, $"  refused: {invalid}");
        foreach (var check in checks)
            Line(text, $"  {Word(check.Verdict)}: {check.Text}");
        if (note is not null)
            Line(text, $"  {note}");
        // The threshold that needs explaining: the first that failed, else the first without a verdict.
        var worst = Enumerable.Range(0, checks.Count).OrderBy(i => checks[i].Verdict switch { GateVerdict.Fail => 0, GateVerdict.Pass => 2, _ => 1 }).First();
        var counted = thresholds[worst].Counted(rows);
        Cells(text, counted, thresholds[worst]);
        if (Plots.CappedWords.Sentence(counted, rows.Run.Manifest.GetValueOrDefault("max_output")) is { Length: > 0 } capped)
            Line(text, $"  {capped}");
        if (invalid is not null || checks[worst].Verdict != GateVerdict.Pass)
            Trials(text, counted, thresholds[worst], directory);
        return text.ToString().TrimEnd('\n');
    }

    private static void Cells(StringBuilder text, IReadOnlyList<TrialRow> counted, GateThreshold threshold)
    {
        var cells = counted.Where(t => t.Outcome.IsAnswer())
            .GroupBy(t => (t.Family, t.Language, t.ContextTokens, t.DistanceTokens))
            .Select(g => (g.Key, Share: new Proportion(g.Count(threshold.IsGood), g.Count())))
            .OrderBy(c => c.Share.Value).ThenByDescending(c => c.Key.DistanceTokens ?? -1).ThenBy(c => c.Key.ContextTokens)
            .ThenBy(c => c.Key.Family, StringComparer.Ordinal).ThenBy(c => c.Key.Language, StringComparer.Ordinal);
        foreach (var ((family, language, context, distance), share) in cells.Take(Few))
            Line(text, $"  worst: {family} {language}, context {TokenSize.Format(context)}, distance {(distance is { } d ? TokenSize.Format(d) : "none")}: {share.Successes}/{share.Total} good");
    }

    private static void Trials(StringBuilder text, IReadOnlyList<TrialRow> counted, GateThreshold threshold, string directory)
    {
        foreach (var t in counted.Where(t => !t.Outcome.IsAnswer() || !threshold.IsGood(t)).OrderBy(t => t.Key, StringComparer.Ordinal).Take(Few))
        {
            Line(text, $"  trial {t.Key}: {t.Outcome.ToText()}, expected {End(t.Expected)}, reply: {End(t.Response ?? t.Fault ?? "none")}");
            Line(text, $"    haystack show {Shell(directory)} {t.Key}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(VisibleText.Line(line)).Append('\n');

    private static string Word(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "passed",
        GateVerdict.Fail => "failed",
        _ => "undecided",
    };

    /// <summary>The end is kept: answers stand there.</summary>
    private static string End(string reply)
    {
        if (reply.Length <= MostReply)
            return reply;
        var from = reply.Length - MostReply;
        return string.Create(CultureInfo.InvariantCulture, $"…{reply[(char.IsLowSurrogate(reply[from]) ? from + 1 : from)..]}");
    }

    /// <summary>A path as one word of a POSIX shell.</summary>
    private static string Shell(string path) =>
        path.Length > 0 && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '\\' or ':')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
