using System.Globalization;
using Haystack.Statistics;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Draws <see cref="PlottedBars"/>.</summary>
internal static class BarDrawing
{
    private const float Left = 78;
    private const float Right = 24;
    private const float Bottom = 66;
    private const float Top = 26;
    private const float Bars = 300;
    private const float LegendLine = 22;
    private const float LegendColumn = 290;

    public static byte[] Draw(PlottedBars bars, PlotOptions options)
    {
        var lines = (bars.Outcomes.Count + 2) / 3;
        var body = Top + Bars + Bottom + lines * LegendLine + 8;
        var frame = new PictureFrame(bars.Title, bars.Subtitle, bars.Captions);
        return Picture.Draw(options, frame.Height(body), picture =>
        {
            frame.Paint(picture, body);
            if (bars.Outcomes.Count == 0)
            {
                picture.Text("No answers to show.", Picture.Width / 2, frame.Top + body / 2, 16, picture.Theme.Muted, SKTextAlign.Center);
                return;
            }

            using var plot = Plot(bars, picture.Theme);
            plot.Render(picture, frame.Top, Top + Bars + Bottom, new PixelPadding(Left, Right, Bottom, Top));
            var data = new SKRect(Left, frame.Top + Top, Picture.Width - Right, frame.Top + Top + Bars);
            picture.AxisLabels(bars.XLabel, "share of answers", data);
            Figures(picture, bars, data);
            Legend(picture, bars, data.Bottom + Bottom);
        });
    }

    private static Plot Plot(PlottedBars bars, PlotTheme theme)
    {
        var plot = PlotSheet.Create(theme);
        plot.Grid.XAxisStyle.IsVisible = false;
        for (var column = 0; column < bars.Columns.Count; column++)
        {
            double total = bars.Counts[column].Sum();
            var below = 0;
            for (var i = 0; i < bars.Outcomes.Count && total > 0; i++)
            {
                var count = bars.Counts[column][i];
                if (count == 0)
                    continue;
                var bar = plot.Add.Rectangle(column - 0.4, column + 0.4, below / total, (below + count) / total);
                bar.FillColor = PlotSheet.Color(OutcomeLook.Colour(bars.Outcomes[i]));
                bar.LineColor = PlotSheet.Color(theme.Background);
                bar.LineWidth = 1;
                below += count;
            }
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, bars.Columns.Count).Select(i => (double)i)], [.. bars.Columns]);
        plot.Axes.Left.TickGenerator = new NumericManual([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"]);
        // A lone bar keeps its width.
        var spare = Math.Max(0, (4 - bars.Columns.Count) / 2.0);
        plot.Axes.SetLimits(-0.6 - spare, bars.Columns.Count - 0.4 + spare, 0, 1);
        return plot;
    }

    /// <summary>n above each bar, and the share of each stretch that has room for it.</summary>
    private static void Figures(Picture picture, PlottedBars bars, SKRect data)
    {
        var spare = Math.Max(0, (4 - bars.Columns.Count) / 2.0);
        var unit = data.Width / (float)(bars.Columns.Count + 0.2 + 2 * spare);
        for (var column = 0; column < bars.Columns.Count; column++)
        {
            var x = data.Left + unit * (float)(column + 0.6 + spare);
            var total = bars.Counts[column].Sum();
            picture.Text($"n {total.ToString("#,0", CultureInfo.InvariantCulture)}", x, data.Top - 7, 12, picture.Theme.Muted, SKTextAlign.Center, width: unit);
            var below = 0;
            for (var i = 0; i < bars.Outcomes.Count && total > 0; i++)
            {
                var share = new Proportion(bars.Counts[column][i], total);
                var height = data.Height * (float)share.Value!.Value;
                var middle = data.Bottom - data.Height * (below + share.Successes / 2f) / total;
                below += share.Successes;
                if (height >= 16)
                    picture.Text(TokenText.Percent(share), x, middle + 4.5f, 12, ColourScale.InkOn(OutcomeLook.Colour(bars.Outcomes[i])), SKTextAlign.Center, width: unit * 0.8f);
            }
        }
    }

    private static void Legend(Picture picture, PlottedBars bars, float top)
    {
        for (var i = 0; i < bars.Outcomes.Count; i++)
        {
            var x = Picture.Margin + i % 3 * LegendColumn;
            var y = top + i / 3 * LegendLine;
            using var fill = new SKPaint { Color = OutcomeLook.Colour(bars.Outcomes[i]) };
            picture.Canvas.DrawRect(x, y, 14, 14, fill);
            picture.Text(OutcomeLook.Name(bars.Outcomes[i]), x + 22, y + 12, 13, picture.Theme.Ink, width: LegendColumn - 30);
        }
    }
}
