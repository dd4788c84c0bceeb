using System.Text;

namespace Haystack.Cli.Rendering;

/// <summary>A plain table: columns two blanks apart, columns without content left out, foreign text made safe.</summary>
internal static class TextTable
{
    /// <summary>The table with its head; a row may be shorter than the head.</summary>
    public static string Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(r => r.Select(TerminalText.CleanLine).ToArray()).ToList();
        var widths = head.Select((title, column) => lines.All(l => Cell(l, column).Length == 0)
            ? 0
            : Math.Max(title.Length, lines.Max(l => Cell(l, column).Length))).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines.Prepend([.. head]))
        {
            var row = new StringBuilder();
            for (var column = 0; column < head.Count; column++)
            {
                if (widths[column] > 0)
                    row.Append(Cell(line, column).PadRight(widths[column])).Append("  ");
            }

            text.AppendLine(row.ToString().TrimEnd());
        }

        return text.ToString();
    }

    private static string Cell(string[] line, int column) => column < line.Length ? line[column] : "";
}
