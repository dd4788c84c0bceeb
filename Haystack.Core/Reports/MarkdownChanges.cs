using System.Text;
using Haystack.Plots;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>What changed against an earlier run.</summary>
internal static class MarkdownChanges
{
    public static void Append(StringBuilder text, RunData baseline, RunData run)
    {
        var before = Headline.Of(RunFigures.Of(baseline)).ToDictionary(h => h.Model.Name, StringComparer.Ordinal);
        text.Append($"\n### Against {MarkdownText.Code(baseline.Name)}\n\n| model | D50 before | D50 now |\n|---|---|---|\n");
        foreach (var now in Headline.Of(RunFigures.Of(run)))
            text.Append($"| {MarkdownText.Code(PlotCaptions.Title(now.Model))} | {Escape(before.GetValueOrDefault(now.Model.Name)?.D50)} | {Escape(now.D50)} |\n");
    }

    private static string Escape(string? words) => (words ?? FigureText.None).Replace(">", "&gt;", StringComparison.Ordinal);
}
