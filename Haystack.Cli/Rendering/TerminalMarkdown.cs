using System.Net;
using System.Text;

namespace Haystack.Cli.Rendering;

/// <summary>Markdown of this program's own for a person at a terminal: tables in columns, and none of what only a renderer reads.</summary>
internal static class TerminalMarkdown
{
    /// <summary>The text; what foreign text becomes is made safe where it is printed, as everywhere.</summary>
    public static string Of(string markdown)
    {
        var text = new StringBuilder();
        var table = new List<string[]>();
        foreach (var line in markdown.TrimEnd('\n').Split('\n').Append(null))
        {
            if (line is ['|', ..])
            {
                table.Add([.. line.Trim('|').Split('|').Select(c => Plain(c.Trim()))]);
                continue;
            }

            if (table.Count > 0)
                text.Append(TextTable.Of(table[0], table.Skip(1).Where(r => !r.All(IsRule))));
            table.Clear();
            if (line is not null && !line.StartsWith("![", StringComparison.Ordinal))
                text.Append(Plain(line.TrimStart('#').TrimStart())).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static bool IsRule(string cell) => cell.Length > 0 && cell.All(c => c is '-' or ':');

    private static string Plain(string text) => WebUtility.HtmlDecode(
        text.Replace("<code>", "", StringComparison.Ordinal).Replace("</code>", "", StringComparison.Ordinal)
            .Replace("<!-- -->", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal));
}
