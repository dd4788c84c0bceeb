using System.Globalization;
using System.Text;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>Writes the explanation of a gate: what was measured, the worst cells, three failing trials, the next command.</summary>
internal static class GateMessage
{
    private const int MostReply = 160;

    public static string Of(string directory, ModelRow? model, string name, IReadOnlyList<TrialRow> scope, IReadOnlyList<GateCheck> checks, string? invalid)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{VisibleText.Line(name)} ({VisibleText.Line(model?.Digest ?? "no digest")})\n");
        if (invalid is not null)
            text.Append(CultureInfo.InvariantCulture, $"  failed: {invalid}\n");
        foreach (var check in checks)
            text.Append(CultureInfo.InvariantCulture, $"  {Word(check.Verdict)}: {check.Text}\n");
        var cells = CellTable.From(scope).Where(c => c.Accuracy.Total > 0).OrderBy(c => c.Accuracy.Value)
            .ThenByDescending(c => c.DistanceTokens ?? -1).ThenBy(c => c.ContextTokens).Take(3);
        foreach (var c in cells)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  worst: {c.Family} {c.Language}, context {TokenSize.Format(c.ContextTokens)}, distance {(c.DistanceTokens is { } d ? TokenSize.Format(d) : "none")}: {c.Accuracy.Successes}/{c.Accuracy.Total}\n");
        }

        foreach (var t in scope.Where(t => t.Outcome != Outcome.Correct).OrderBy(t => t.Key, StringComparer.Ordinal).Take(3))
        {
            text.Append(CultureInfo.InvariantCulture, $"  trial {t.Key}: {t.Outcome.ToText()}, expected {Cut(t.Expected)}, reply: {Cut(t.Response ?? t.Fault ?? "none")}\n");
            text.Append(CultureInfo.InvariantCulture, $"    haystack show {VisibleText.Line(directory)} {t.Key}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Word(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "passed",
        GateVerdict.Fail => "failed",
        _ => "undecided",
    };

    /// <summary>The end is kept: answers stand there.</summary>
    private static string Cut(string reply) => VisibleText.Line(reply.Length <= MostReply ? reply : "…" + reply[^MostReply..]);
}
