using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Draws a chart of many series as small multiples: each in axes of its own, the same everywhere, with all others in grey behind it.</summary>
internal static class MultiplesDrawing
{
    private const int Across = 3;
    private const float Gap = 22;
    private const float NameSize = 12.5f;
    private const float NoteSize = 11;
    private const float Line = 15.5f;
    private const float Panel = 128;
    private const float TickSize = 10.5f;
    private const float Left = 38;
    private const float Bottom = 24;
    private const float Width = (Picture.Width - 2 * Picture.Margin - (Across - 1) * Gap) / Across;

    public static byte[] Draw(PlottedChart chart, PlottedPanel panel, PlotOptions options)
    {
        using SKFont bold = PlotFont.Of(NameSize, bold: true), plain = PlotFont.Of(NoteSize);
        var heads = panel.Series.Select(s => (Name: PlotFont.Wrap(s.Name, Width, bold).ToArray(), Note: PlotFont.Wrap(s.Note, Width, plain).ToArray())).ToArray();
        var rows = heads.Chunk(Across).Select(row => row.Max(h => h.Name.Length + h.Note.Length) * Line).ToArray();
        var body = rows.Sum(r => r + Panel + Bottom + 14) + 24;
        var frame = new PictureFrame(chart.Title, chart.Subtitle, chart.Captions);
        var points = panel.Series.SelectMany(s => s.Points).ToArray();
        var scale = new DistanceScale(points.Select(p => p.DistanceTokens));
        var most = points.Select(p => p.Count).DefaultIfEmpty(1).Max();
        return Picture.Draw(options, frame.Height(body), picture =>
        {
            frame.Paint(picture, body);
            var top = frame.Top;
            for (var row = 0; row < rows.Length; row++)
            {
                for (var i = row * Across; i < Math.Min(heads.Length, (row + 1) * Across); i++)
                {
                    var left = Picture.Margin + i % Across * (Width + Gap);
                    Head(picture, heads[i], left, top);
                    Body(picture, panel, panel.Series[i], scale, most, new SKRect(left, top + rows[row] + 4, left + Width, top + rows[row] + 4 + Panel));
                }

                top += rows[row] + Panel + Bottom + 14;
            }

            picture.Text($"across: {chart.XLabel}; upwards: {panel.YLabel}", Picture.Width / 2, top + 10, 13, picture.Theme.Ink, SKTextAlign.Center);
        });
    }

    private static void Head(Picture picture, (string[] Name, string[] Note) head, float left, float top)
    {
        foreach (var line in head.Name)
            picture.Line(line, left, top += Line, NameSize, picture.Theme.Ink, bold: true);
        foreach (var line in head.Note)
            picture.Line(line, left, top += Line, NoteSize, picture.Theme.Muted);
    }

    private static void Body(Picture picture, PlottedPanel panel, PlottedSeries series, DistanceScale scale, int most, SKRect place)
    {
        if (series.Points.Count == 0)
        {
            picture.Text("No answers to show.", place.MidX, place.MidY, 12, picture.Theme.Muted, SKTextAlign.Center);
            return;
        }

        using var plot = PlotSheet.Create(picture.Theme);
        foreach (var other in panel.Series.Where(s => s != series && s.Points.Count > 0))
            plot.Add.Plottable(new LinePath([.. other.Points.Select(p => scale.At(p.DistanceTokens))], [.. other.Points.Select(p => p.Value)], picture.Theme.Lines, 1, Dashes.Solid));
        SeriesDrawing.Add(plot, panel with { Series = [series] }, scale, most, [series.Name], picture.Theme);
        plot.Axes.Left.TickGenerator = new NumericManual([0, 0.5, 1], ["0%", "50%", "100%"]);
        plot.Axes.Bottom.TickGenerator = Ticks(scale, place.Width - Left);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
            axis.TickLabelStyle.FontSize = TickSize;
        plot.Layout.Fixed(new PixelPadding(Left, 4, Bottom, 4));
        plot.Render(picture.Canvas, new PixelRect(place.Left, place.Right, place.Bottom + Bottom, place.Top));
    }

    /// <summary>As many numbers as have room beside one another, from 0.</summary>
    private static NumericManual Ticks(DistanceScale scale, float width)
    {
        using var font = PlotFont.Of(TickSize);
        var shown = new List<int>();
        var end = float.NegativeInfinity;
        foreach (var tick in scale.Ticks)
        {
            var half = font.MeasureText(TokenText.Exact(tick)) / 2;
            var x = scale.Max == 0 ? 0 : (float)(scale.At(tick) / scale.At(scale.Max)) * width;
            if (x - half < end + 8)
                continue;
            shown.Add(tick);
            end = x + half;
        }

        return new NumericManual([.. shown.Select(t => scale.At(t))], [.. shown.Select(TokenText.Exact)]);
    }
}
