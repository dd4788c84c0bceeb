using System.Globalization;
using System.Text;
using Haystack.Analysis;

namespace Haystack.Reports;

/// <summary>What each of several servers did, as a table of the page; empty where each model had one alone.</summary>
internal static class HtmlServers
{
    public static string Of(IReadOnlyList<ServerUse> servers)
    {
        if (servers.Count == 0)
            return "";
        var html = new StringBuilder("<h3>Servers</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table of servers\"><table id=\"servers\"><thead><tr><th scope=\"col\">server</th><th scope=\"col\">model</th>");
        foreach (var column in (string[])["trials", "failed", "retried", "s a trial", "prompt tokens/s", "reply tokens/s"])
            html.Append($"<th scope=\"col\" class=\"number\">{column}</th>");
        html.Append("<th scope=\"col\">prompt tokens computed</th></tr></thead>\n<tbody>");
        foreach (var s in servers)
        {
            html.Append($"<tr><th scope=\"row\" class=\"name\">{HtmlText.Of(s.Server)}</th><td>{HtmlText.Of(s.Model)}</td>{Number(s.Trials)}{Number(s.Failed)}{Number(s.Retried)}");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{s.SecondsATrial:0.00}</td>{Rate(s.PrefillRate)}{Rate(s.DecodeRate)}<td>{HtmlText.Of(PromptTokensText.Of(s.Tokens))}</td></tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    private static string Number(int count) => string.Create(CultureInfo.InvariantCulture, $"<td class=\"number\">{count:N0}</td>");

    private static string Rate(double? rate) => string.Create(CultureInfo.InvariantCulture, $"<td class=\"number\">{(rate is { } told ? told.ToString("N0", CultureInfo.InvariantCulture) : "not told")}</td>");
}
