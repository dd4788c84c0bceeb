using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Draws a <see cref="PlottedChart"/>: panels one under another, then a legend line for each series.</summary>
internal static class ChartDrawing
{
    private const float Left = 78;
    private const float Right = 24;
    private const float Bottom = 58;
    private const float PanelGap = 30;
    private const float LegendLine = 22;

    public static byte[] Draw(PlottedChart chart, PlotOptions options)
    {
        var series = chart.Panels.SelectMany(p => p.Series).DistinctBy(s => s.Name).ToArray();
        var names = series.Select(s => s.Name).ToArray();
        var panel = chart.Panels.Count == 1 ? 380f : 220f;
        var panels = chart.Panels.Count * panel + (chart.Panels.Count - 1) * PanelGap + Bottom;
        var body = panels + series.Length * LegendLine + 10;
        var frame = new PictureFrame(chart.Title, chart.Subtitle, chart.Captions);
        var points = chart.Panels.SelectMany(p => p.Series).SelectMany(s => s.Points).ToArray();
        return Picture.Draw(options, frame.Height(body), picture =>
        {
            frame.Paint(picture, body);
            if (points.Length == 0)
                picture.Text("No answers to show.", Picture.Width / 2, PictureFrame.Top + panels / 2, 16, picture.Theme.Muted, SKTextAlign.Center);
            else
                Panels(picture, chart, new DistanceScale(points.Select(p => p.DistanceTokens)), points.Max(p => p.Count), panel, names);
            for (var i = 0; i < series.Length; i++)
                Legend(picture, series[i], SeriesStyle.Of(i, picture.Theme), PictureFrame.Top + panels + (i + 0.5f) * LegendLine);
        });
    }

    private static void Panels(Picture picture, PlottedChart chart, DistanceScale scale, int most, float height, string[] names)
    {
        var top = PictureFrame.Top;
        for (var i = 0; i < chart.Panels.Count; i++)
        {
            var last = i == chart.Panels.Count - 1;
            var bottom = last ? Bottom : PanelGap;
            using var plot = PlotSheet.Create(picture.Theme);
            plot.Axes.Bottom.TickGenerator = new NumericManual([.. scale.Ticks.Select(t => scale.At(t))], [.. scale.Ticks.Select(TokenText.Exact)]);
            SeriesDrawing.Add(plot, chart.Panels[i], scale, most, names, picture.Theme);
            plot.Render(picture, top, height + bottom, new PixelPadding(Left, Right, bottom, 6));
            picture.AxisLabels(last ? chart.XLabel : "", chart.Panels[i].YLabel, new SKRect(Left, top + 6, Picture.Width - Right, top + height));
            top += height + bottom;
        }
    }

    private static void Legend(Picture picture, PlottedSeries series, SeriesStyle style, float y)
    {
        const float width = 34;
        using var paint = Paint.NewDisposablePaint();
        var colour = PlotSheet.Color(style.Colour);
        Dashes.Draw(picture.Canvas, [new SKPoint(Left, y), new SKPoint(Left + width, y)], style.Colour, 2, series.IsExpectation ? Dashes.Long : style.Pattern);
        if (!series.IsExpectation)
            Drawing.DrawMarker(picture.Canvas, paint, new Pixel(Left + width / 2, y), new MarkerStyle(style.Marker, 10, colour));
        using var font = PlotFont.Of(13);
        var note = series.Note.Length == 0 ? 0 : font.MeasureText(PlotFont.Clean(series.Note)) + 12;
        var room = Picture.Width - Left - width - 10 - Picture.Margin - note;
        picture.Text(series.Name, Left + width + 10, y + 4.5f, 13, picture.Theme.Ink, width: room);
        if (series.Note.Length > 0)
            picture.Text(series.Note, Left + width + 22 + Math.Min(room, font.MeasureText(PlotFont.Fit(series.Name, room, font))), y + 4.5f, 13, picture.Theme.Muted);
    }
}
