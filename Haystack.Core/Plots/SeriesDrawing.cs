using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Haystack.Plots;

/// <summary>Puts the curves of one panel on a plot.</summary>
internal static class SeriesDrawing
{
    /// <summary>Up to this many curves get bands; more would hide one another, so they get bars, a little apart.</summary>
    private const int MostBands = 3;
    private const double Apart = 0.07;

    public static void Add(Plot plot, PlottedPanel panel, DistanceScale scale, int most, string[] names, PlotTheme theme)
    {
        if (panel.Chance is { } chance)
            plot.Add.HorizontalLine(chance, 1.5f, PlotSheet.Color(theme.Muted), LinePattern.Dashed);
        var drawn = panel.Series.Where(s => s.Points.Count > 0).ToArray();
        for (var i = 0; i < drawn.Length; i++)
        {
            var style = SeriesStyle.Of(Array.IndexOf(names, drawn[i].Name), theme);
            var shift = drawn.Length <= MostBands ? 0 : (i - (drawn.Length - 1) / 2.0) * Apart;
            Curve(plot, drawn[i], style, scale, shift, most, drawn.Length <= MostBands);
            if (drawn[i].Mark is { } mark)
                Mark(plot, mark, style, scale);
        }

        var right = scale.At(scale.Max);
        plot.Axes.SetLimitsX(-0.25 - 0.03 * right, right + 0.25 + 0.03 * right);
        Heights(plot, panel, drawn);
    }

    private static void Curve(Plot plot, PlottedSeries series, SeriesStyle style, DistanceScale scale, double shift, int most, bool band)
    {
        var colour = PlotSheet.Color(style.Colour);
        var xs = series.Points.Select(p => scale.At(p.DistanceTokens) + shift).ToArray();
        var ys = series.Points.Select(p => p.Value).ToArray();
        if (band && xs.Length > 1)
        {
            var fill = plot.Add.FillY(xs, [.. series.Points.Select(p => p.Low)], [.. series.Points.Select(p => p.High)]);
            fill.FillColor = colour.WithAlpha(0.18);
            fill.LineWidth = 0;
            fill.MarkerSize = 0;
        }
        else
        {
            plot.Add.Plottable(new ErrorBar(xs, ys, null, null, null, null)
            {
                YErrorNegative = [.. series.Points.Select(p => p.Value - p.Low)],
                YErrorPositive = [.. series.Points.Select(p => p.High - p.Value)],
                Color = colour,
                LineWidth = 1.3f,
                CapSize = 3,
            });
        }

        var line = plot.Add.ScatterLine(xs, ys, colour);
        line.LineWidth = 2;
        line.LinePattern = style.Pattern;
        for (var i = 0; i < xs.Length; i++)
        {
            // Area, not width, grows with n.
            var size = 4 + 9 * (float)Math.Sqrt((double)series.Points[i].Count / most);
            plot.Add.Marker(xs[i], ys[i], style.Marker, size, colour);
        }
    }

    private static void Mark(Plot plot, PlottedMark mark, SeriesStyle style, DistanceScale scale)
    {
        var colour = PlotSheet.Color(style.Colour);
        var x = scale.At(mark.DistanceTokens);
        var high = scale.At(Math.Min(mark.High ?? scale.Max, scale.Max * 1.1));
        plot.Add.Plottable(new ErrorBar([x], [mark.Value], null, null, null, null)
        {
            XErrorNegative = [x - scale.At(mark.Low)],
            XErrorPositive = [high - x],
            Color = colour,
            LineWidth = 2.5f,
            CapSize = 6,
        });
        plot.Add.Marker(x, mark.Value, MarkerShape.Asterisk, 17, colour).MarkerLineWidth = 2.5f;
    }

    private static void Heights(Plot plot, PlottedPanel panel, PlottedSeries[] drawn)
    {
        if (panel.IsShare)
        {
            double[] shares = [0, 0.25, 0.5, 0.75, 1];
            plot.Axes.Left.TickGenerator = new NumericManual(shares, ["0%", "25%", "50%", "75%", "100%"]);
            plot.Axes.SetLimitsY(-0.04, 1.04);
            return;
        }

        var top = drawn.SelectMany(s => s.Points).Select(p => p.High).DefaultIfEmpty(1).Max();
        plot.Axes.SetLimitsY(0, top > 0 ? top * 1.08 : 1);
    }
}
