using System.Globalization;
using System.Text;
using Haystack.Analysis;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>What each of several servers did: a table, where a run had more than one.</summary>
internal static class MarkdownServers
{
    public static void Append(StringBuilder text, RunData run)
    {
        var servers = ServerUse.Of(run);
        if (servers.Count == 0)
            return;
        text.Append("\n| server | trials | failed | retried | s a trial | prompt tokens/s | reply tokens/s | computed |\n|---|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (var s in servers)
        {
            var model = run.Models.Count > 1 ? $"{MarkdownText.Code(s.Model)} at " : "";
            text.Append(CultureInfo.InvariantCulture, $"| {model}{MarkdownText.Code(s.Server)} | {s.Trials} | {s.Failed} | {s.Retried} | {s.SecondsATrial:0.00} | {Rate(s.PrefillRate)} | {Rate(s.DecodeRate)} | {PromptTokensText.Of(s.Tokens)} |\n");
        }
    }

    private static string Rate(double? rate) => rate is { } told ? told.ToString("N0", CultureInfo.InvariantCulture) : "not told";
}
