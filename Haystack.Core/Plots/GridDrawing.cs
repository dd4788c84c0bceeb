using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Draws a <see cref="PlottedGrid"/>.</summary>
internal static class GridDrawing
{
    private const float Left = 108;
    private const float Right = 92;
    private const float Bottom = 62;
    private const float PreferredRow = 58;

    public static byte[] Draw(PlottedGrid grid, PlotOptions options)
    {
        var rows = Math.Clamp(grid.Rows.Count * PreferredRow, 190, 600);
        var body = rows + Bottom + 8;
        // Few columns are wide ones: no part of the picture stays empty.
        const float right = Picture.Width - Right;
        var frame = new PictureFrame(grid.Title, grid.Subtitle, grid.Captions);
        return Picture.Draw(options, frame.Height(body), picture =>
        {
            frame.Paint(picture, body);
            if (grid.Cells.Count == 0)
            {
                picture.Text("No trials to show.", Picture.Width / 2, frame.Top + body / 2, 16, picture.Theme.Muted, SKTextAlign.Center);
                return;
            }

            using var plot = Plot(grid, picture.Theme);
            plot.Render(picture, frame.Top, body, new PixelPadding(Left, Picture.Width - right, Bottom, 8));
            picture.AxisLabels(grid.XLabel, grid.YLabel, new SKRect(Left, frame.Top + 8, right, frame.Top + 8 + rows));
            Scale(picture, grid.ShowsDifferences, right + 20, frame.Top + 8, rows);
        });
    }

    private static Plot Plot(PlottedGrid grid, PlotTheme theme)
    {
        var plot = PlotSheet.Create(theme);
        plot.HideGrid();
        plot.Add.Plottable(new GridCells(grid, theme));
        plot.Axes.Bottom.TickGenerator = new NumericManual(Places(grid.Columns), [.. grid.Columns]);
        plot.Axes.Left.TickGenerator = new NumericManual(Places(grid.Rows), [.. grid.Rows]);
        if (grid.Columns.Count > 10)
            plot.Axes.Bottom.TickLabelStyle.FontSize = 11;
        plot.Axes.SetLimits(-0.5, grid.Columns.Count - 0.5, -0.5, grid.Rows.Count - 0.5);
        return plot;
    }

    private static double[] Places(IReadOnlyList<string> labels) => [.. Enumerable.Range(0, labels.Count).Select(i => (double)i)];

    /// <summary>The colour scale, fixed to 0–100% (differences: to 50 points either way), so that pictures of different runs can be held side by side.</summary>
    private static void Scale(Picture picture, bool differences, float x, float top, float height)
    {
        const float width = 16;
        const int steps = 100;
        for (var i = 0; i < steps; i++)
        {
            using var fill = new SKPaint { Color = differences ? ColourScale.Difference((2 * i + 1.0) / steps - 1) : ColourScale.Share((i + 0.5) / steps) };
            var y = top + height * (steps - 1 - i) / steps;
            picture.Canvas.DrawRect(x, y, width, height / steps + 0.5f, fill);
        }

        for (var i = 0; i <= 4; i++)
            picture.Text(Label(i), x + width + 5, top + height * (4 - i) / 4 + (i == 4 ? 10 : i == 0 ? 0 : 4.5f), 12, picture.Theme.Ink);

        string Label(int quarter) => !differences ? $"{25 * quarter}%" : PlotCaptions.Points(new PlottedDifference((quarter - 2) * ColourScale.MostPoints / 2, false));
    }
}
