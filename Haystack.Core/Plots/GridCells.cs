using ScottPlot;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>The cells of a heatmap as a plottable: colour, accuracy and n; hatched where n is small.</summary>
internal sealed class GridCells(PlottedGrid grid, PlotTheme theme) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(-0.5, grid.Columns.Count - 0.5, -0.5, grid.Rows.Count - 0.5);

    public void Render(RenderPack rp)
    {
        foreach (var cell in grid.Cells)
        {
            var rect = Axes.GetPixelRect(new CoordinateRect(cell.Column - 0.5, cell.Column + 0.5, cell.Row - 0.5, cell.Row + 0.5)).ToSKRect();
            rect.Inflate(-1, -1);
            if (cell.Accuracy.Total == 0)
                Outline(rp.Canvas, rect, cell);
            else
                Fill(rp.Canvas, rect, cell);
        }
    }

    /// <summary>Asked, but nothing of it was an answer: no colour, since there is no accuracy.</summary>
    private void Outline(SKCanvas canvas, SKRect rect, PlottedCell cell)
    {
        using var line = new SKPaint { Color = theme.Lines, IsStroke = true, StrokeWidth = 1, IsAntialias = true };
        canvas.DrawRect(rect, line);
        Write(canvas, rect, $"{cell.Invalid}", "invalid", theme.Muted, SmallSize(rect));
    }

    private void Fill(SKCanvas canvas, SKRect rect, PlottedCell cell)
    {
        var colour = cell.Difference is { } difference
            ? ColourScale.Difference(difference.Points / ColourScale.MostPoints)
            : ColourScale.Share(cell.Accuracy.Value!.Value);
        var ink = ColourScale.InkOn(colour);
        using var fill = new SKPaint { Color = colour };
        canvas.DrawRect(rect, fill);
        if (cell.Accuracy.Total < grid.FewAnswers)
        {
            Hatching.Draw(canvas, rect, ink);
            // Figures stand on plain ground.
            var (width, height) = (BigSize(rect) * 1.6f, BigSize(rect) + SmallSize(rect));
            canvas.DrawRect(SKRect.Intersect(rect, new SKRect(rect.MidX - width, rect.MidY - height + 8, rect.MidX + width, rect.MidY + height - 8)), fill);
        }

        Write(canvas, rect, cell.Difference is { } shown ? PlotCaptions.Points(shown) : TokenText.Percent(cell.Accuracy), $"n {TokenText.Count(cell.Accuracy.Total)}{(cell.Ambiguous > 0 ? $", {cell.Ambiguous}?" : "")}", ink, BigSize(rect));
    }

    private static float BigSize(SKRect rect) => Math.Clamp(rect.Width * 0.28f, 10, 19);

    private static float SmallSize(SKRect rect) => Math.Clamp(rect.Width * 0.19f, 9, 12.5f);

    private static void Write(SKCanvas canvas, SKRect rect, string above, string below, SKColor ink, float aboveSize)
    {
        using var paint = new SKPaint { Color = ink, IsAntialias = true };
        using var big = PlotFont.Of(aboveSize, bold: true);
        using var small = PlotFont.Of(SmallSize(rect));
        canvas.DrawText(PlotFont.Fit(above, rect.Width - 2, big), rect.MidX, rect.MidY, SKTextAlign.Center, big, paint);
        canvas.DrawText(PlotFont.Fit(below, rect.Width - 2, small), rect.MidX, rect.MidY + small.Size + 4, SKTextAlign.Center, small, paint);
    }
}
