using System.Globalization;
using System.Text;
using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>What changed against an earlier run: paired by document and chain, and what may be concluded.</summary>
internal static class MarkdownChanges
{
    public static void Append(StringBuilder text, RunData baseline, RunFigures figures)
    {
        var comparisons = PairedComparison.Runs(baseline, figures.Run);
        text.Append($"\n### Against {MarkdownText.Code(baseline.Name)}\n\n| before | now | pairs | accuracy before | now | difference [95%] |\n|---|---|---:|---:|---:|---:|\n");
        foreach (var c in comparisons)
        {
            text.Append($"| {MarkdownText.Code(c.A)} | {MarkdownText.Code(c.B)} | {TokenText.Count(c.Counts.Total)} ");
            text.Append($"| {FigureText.Share(c.Counts.A)} | {FigureText.Share(c.Counts.B)} | {Points(c.Counts.Difference)} [{Points(c.DifferenceInterval?.Low)}, {Points(c.DifferenceInterval?.High)}] |\n");
        }

        text.Append('\n');
        foreach (var c in comparisons)
            text.Append($"- {MarkdownText.Plain(c.Conclusion)}\n");
    }

    private static string Points(double? difference) => difference is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:+0.0;−0.0;0.0}")
        : FigureText.None;
}
