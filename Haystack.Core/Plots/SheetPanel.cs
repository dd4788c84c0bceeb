using SkiaSharp;

namespace Haystack.Plots;

/// <summary>One small heatmap of a sheet, with as many labels and figures as there is room for.</summary>
internal static class SheetPanel
{
    /// <summary>Units for the labels under a panel.</summary>
    public const float Below = 16;

    private const float LabelSize = 9.5f;
    private const float FigureSize = 9.5f;

    public static void Draw(Picture picture, PlottedGrid grid, SKRect place)
    {
        if (grid.Cells.Count == 0)
        {
            picture.Text("No trials to show.", place.MidX, place.MidY, 12, picture.Theme.Muted, SKTextAlign.Center);
            return;
        }

        using var font = PlotFont.Of(LabelSize);
        var left = place.Left + grid.Rows.Max(r => font.MeasureText(r)) + 5;
        var cell = new SKSize((place.Right - left) / grid.Columns.Count, place.Height / grid.Rows.Count);
        foreach (var plotted in grid.Cells)
        {
            var rect = SKRect.Create(left + plotted.Column * cell.Width, place.Bottom - (plotted.Row + 1) * cell.Height, cell.Width, cell.Height);
            rect.Inflate(-0.5f, -0.5f);
            Cell(picture, grid, plotted, rect);
        }

        // Every label where there is room, else every second, third and so on, from the first.
        var widest = grid.Columns.Max(c => font.MeasureText(c)) + 5;
        var step = Math.Max(1, (int)Math.Ceiling(widest / cell.Width));
        for (var i = 0; i < grid.Columns.Count; i += step)
            picture.Text(grid.Columns[i], left + (i + 0.5f) * cell.Width, place.Bottom + LabelSize + 3, LabelSize, picture.Theme.Muted, SKTextAlign.Center);
        step = Math.Max(1, (int)Math.Ceiling((LabelSize + 2) / cell.Height));
        // From the top: a place in the document begins there.
        for (var i = grid.Rows.Count - 1; i >= 0; i -= step)
            picture.Text(grid.Rows[i], left - 4, place.Bottom - (i + 0.5f) * cell.Height + LabelSize * 0.36f, LabelSize, picture.Theme.Muted, SKTextAlign.Right);
    }

    private static void Cell(Picture picture, PlottedGrid grid, PlottedCell cell, SKRect rect)
    {
        if (cell.Accuracy.Value is not { } share)
        {
            using var line = new SKPaint { Color = picture.Theme.Lines, IsStroke = true, StrokeWidth = 1, IsAntialias = true };
            picture.Canvas.DrawRect(rect, line);
            return;
        }

        var colour = ColourScale.Share(share);
        var ink = ColourScale.InkOn(colour);
        using var fill = new SKPaint { Color = colour };
        picture.Canvas.DrawRect(rect, fill);
        var isFew = cell.Accuracy.Total < grid.FewAnswers;
        if (isFew)
            Hatching.Draw(picture.Canvas, rect, ink);
        var figure = TokenText.Percent(cell.Accuracy).TrimEnd('%');
        using var font = PlotFont.Of(FigureSize, bold: true);
        if (font.MeasureText("100") > rect.Width - 2 || rect.Height < FigureSize + 1)
            return;
        if (isFew)
        {
            var half = font.MeasureText(figure) / 2 + 1.5f;
            picture.Canvas.DrawRect(SKRect.Intersect(rect, new SKRect(rect.MidX - half, rect.MidY - FigureSize / 2 - 1, rect.MidX + half, rect.MidY + FigureSize / 2 + 1)), fill);
        }

        picture.Text(figure, rect.MidX, rect.MidY + FigureSize * 0.36f, FigureSize, ink, SKTextAlign.Center, bold: true);
    }
}
