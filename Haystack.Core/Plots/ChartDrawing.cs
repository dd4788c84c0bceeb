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
    private const float LegendSize = 13;
    private const float LegendMark = 34;
    private const float NoteGap = 12;
    private const float LegendRoom = Picture.Width - Left - LegendMark - 10 - Picture.Margin;

    public static byte[] Draw(PlottedChart chart, PlotOptions options)
    {
        if (chart.Panels is [{ IsShare: true } only] && only.Series.Count > SeriesDrawing.MostBands)
            return MultiplesDrawing.Draw(chart, only, options);
        var series = chart.Panels.SelectMany(p => p.Series).DistinctBy(s => s.Name).ToArray();
        var names = series.Select(s => s.Name).ToArray();
        var panel = chart.Panels.Count == 1 ? 380f : 220f;
        var panels = chart.Panels.Count * panel + (chart.Panels.Count - 1) * PanelGap + Bottom;
        var legend = series.Select(LegendLines).ToArray();
        var body = panels + legend.Sum(l => l.Length) * LegendLine + 10;
        var frame = new PictureFrame(chart.Title, chart.Subtitle, chart.Captions);
        var points = chart.Panels.SelectMany(p => p.Series).SelectMany(s => s.Points).ToArray();
        return Picture.Draw(options, frame.Height(body), picture =>
        {
            frame.Paint(picture, body);
            if (points.Length == 0)
                picture.Text("No answers to show.", Picture.Width / 2, frame.Top + panels / 2, 16, picture.Theme.Muted, SKTextAlign.Center);
            else
                Panels(picture, chart, frame.Top, new DistanceScale(points.Select(p => p.DistanceTokens)), points.Max(p => p.Count), panel, names);
            var y = frame.Top + panels + 0.5f * LegendLine;
            for (var i = 0; i < series.Length; i++)
            {
                Legend(picture, series[i], legend[i], SeriesStyle.Of(i, picture.Theme), y);
                y += legend[i].Length * LegendLine;
            }
        });
    }

    private static void Panels(Picture picture, PlottedChart chart, float top, DistanceScale scale, int most, float height, string[] names)
    {
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

    /// <summary>A name and its note in one line, or under one another where both do not fit; nothing of either is left out.</summary>
    private static string[] LegendLines(PlottedSeries series)
    {
        using var font = PlotFont.Of(LegendSize);
        var name = PlotFont.Clean(series.Name);
        return font.MeasureText(name) + font.MeasureText(PlotFont.Clean(series.Note)) + NoteGap <= LegendRoom
            ? [name]
            : [.. PlotFont.Wrap(series.Name, LegendRoom, font), .. PlotFont.Wrap(series.Note, LegendRoom, font)];
    }

    private static void Legend(Picture picture, PlottedSeries series, string[] lines, SeriesStyle style, float y)
    {
        using var paint = Paint.NewDisposablePaint();
        var colour = PlotSheet.Color(style.Colour);
        Dashes.Draw(picture.Canvas, [new SKPoint(Left, y), new SKPoint(Left + LegendMark, y)], style.Colour, 2, series.IsExpectation ? Dashes.Long : style.Pattern);
        if (!series.IsExpectation)
            Drawing.DrawMarker(picture.Canvas, paint, new Pixel(Left + LegendMark / 2, y), new MarkerStyle(style.Marker, 10, colour));
        using var font = PlotFont.Of(LegendSize);
        var left = Left + LegendMark + 10;
        var notes = lines.Length == 1 ? 0 : PlotFont.Wrap(series.Note, LegendRoom, font).Count();
        for (var i = 0; i < lines.Length; i++)
            picture.Line(lines[i], left, y + 4.5f + i * LegendLine, LegendSize, i < lines.Length - notes ? picture.Theme.Ink : picture.Theme.Muted);
        if (lines.Length == 1 && series.Note.Length > 0)
            picture.Text(series.Note, left + font.MeasureText(lines[0]) + NoteGap, y + 4.5f, LegendSize, picture.Theme.Muted);
    }
}
