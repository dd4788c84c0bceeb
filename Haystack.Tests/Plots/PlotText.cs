using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Haystack.Plots;

namespace Haystack.Tests.Plots;

/// <summary>What is plotted, as text to approve.</summary>
internal static partial class PlotText
{
    public static string Of(PlottedGrid grid)
    {
        var text = new StringBuilder($"{grid.Title}\n{grid.Subtitle}\nup: {grid.YLabel}\n");
        for (var row = grid.Rows.Count - 1; row >= 0; row--)
        {
            text.Append(CultureInfo.InvariantCulture, $"{grid.Rows[row],8}");
            for (var column = 0; column < grid.Columns.Count; column++)
            {
                var cell = grid.Cells.SingleOrDefault(c => c.Row == row && c.Column == column);
                text.Append(CultureInfo.InvariantCulture, $" | {(cell is null ? "" : cell.Difference is { } d ? $"{PlotCaptions.Points(d)} n{cell.Accuracy.Total}" : $"{cell.Accuracy.Successes}/{cell.Accuracy.Total}{(cell.Invalid > 0 ? $" -{cell.Invalid}" : "")}"),9}");
            }

            text.Append('\n');
        }

        text.Append(' ', 8);
        foreach (var column in grid.Columns)
            text.Append(CultureInfo.InvariantCulture, $" | {column,9}");
        return text.Append($"\nacross: {grid.XLabel}\n{string.Join('\n', grid.Captions)}\n").ToString();
    }

    public static string Of(PlottedBars bars)
    {
        var text = new StringBuilder($"{bars.Title}\n{bars.Subtitle}\n{string.Join(", ", bars.Outcomes)}\n");
        for (var i = 0; i < bars.Columns.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{bars.Columns[i],8}: {string.Join(' ', bars.Counts[i])}\n");
        return text.Append($"across: {bars.XLabel}\n{string.Join('\n', bars.Captions)}\n").ToString();
    }

    public static string Of(PlottedChart chart)
    {
        var text = new StringBuilder($"{chart.Title}\n{chart.Subtitle}\n");
        foreach (var panel in chart.Panels)
        {
            text.Append(CultureInfo.InvariantCulture, $"up: {panel.YLabel}{(panel.Chance is { } c ? $" (chance {c:0.000})" : "")}\n");
            foreach (var series in panel.Series)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {series.Name} [{WithoutFit().Replace(series.Note, "D50 …")}]{(series.IsExpectation ? " expected" : "")}{(series.Curve is null ? "" : " fitted")}\n");
                foreach (var p in series.Points)
                    text.Append(CultureInfo.InvariantCulture, $"    {p.DistanceTokens,6}: {p.Value:0.000} [{p.Low:0.000}, {p.High:0.000}] n={p.Count}\n");
            }
        }

        return text.Append($"across: {chart.XLabel}\n{string.Join('\n', chart.Captions)}\n").ToString();
    }

    /// <summary>What was fitted is for the tests of the fit; an approved picture does not change with its last digit.</summary>
    [GeneratedRegex("D50 [^·]*[^· ]")]
    private static partial Regex WithoutFit();
}
