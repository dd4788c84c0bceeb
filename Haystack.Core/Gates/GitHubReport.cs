using System.Globalization;
using System.Text;
using Haystack.Reports;
using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>Gates as GitHub Actions shows them: a step summary in Markdown, and annotations. Foreign text does nothing in either.</summary>
internal static class GitHubReport
{
    /// <summary>The step summary.</summary>
    public static string Summary(IReadOnlyList<GateResult> results)
    {
        var text = new StringBuilder("## Haystack gate\n\n| model | threshold | verdict | measured |\n|---|---|---|---|\n");
        foreach (var result in results)
        {
            foreach (var check in result.Checks)
                text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Code(result.Model)} | {check.Name} | {Word(result, check)} | {MarkdownText.Plain(check.Text)} |\n");
        }

        foreach (var result in results.Where(r => r.Verdict != GateVerdict.Pass))
        {
            text.Append('\n');
            foreach (var line in result.Message.Split('\n'))
                text.Append(MarkdownText.Code(line)).Append("<br>\n");
        }

        return text.ToString();
    }

    /// <summary>One workflow command for each threshold that was not passed: errors, and warnings for what is undecided.</summary>
    public static IEnumerable<string> Annotations(IReadOnlyList<GateResult> results) =>
        from result in results
        from check in result.Checks
        where result.HasFailed(check) || check.Verdict != GateVerdict.Pass
        let command = result.HasFailed(check) ? "error" : "warning"
        select $"::{command} title={Property($"Haystack gate: {VisibleText.Line(result.Model)}")}::{Data(VisibleText.Line(Said(result, check)))}";

    /// <summary>
    /// The lines between which nothing is a workflow command: the message holds what models said.
    /// </summary>
    /// <param name="token">A word that nobody could have foreseen.</param>
    public static (string Before, string After) Shield(string token) => ($"::stop-commands::{token}", $"::{token}::");

    private static string Said(GateResult result, GateCheck check) =>
        result.TooManyInvalid && check.Verdict != GateVerdict.Fail ? $"too many trials are not answers; {check.Text}" : check.Text;

    private static string Word(GateResult result, GateCheck check) =>
        result.HasFailed(check) ? "**failed**" : check.Verdict == GateVerdict.Pass ? "passed" : result.NotMeasured is null ? "undecided" : "not measured";

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
