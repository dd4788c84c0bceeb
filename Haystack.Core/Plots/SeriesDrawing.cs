using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Haystack.Plots;

/// <summary>Puts the curves of one panel on a plot.</summary>
internal static class SeriesDrawing
{
    /// <summary>Bands and error bars of more curves than this would hide one another, and are left out.</summary>
    public const int MostBands = 6;
    private const double Apart = 0.06;
    private const double MostApart = 0.36;
    private const int CurveSteps = 120;

    public static void Add(Plot plot, PlottedPanel panel, DistanceScale scale, int most, string[] names, PlotTheme theme)
    {
        var right = scale.At(scale.Max);
        var margin = 0.25 + 0.03 * right;
        if (panel.Chance is { } chance)
            plot.Add.Plottable(new LinePath([-margin, right + margin], [chance, chance], theme.Muted, 1.5f, Dashes.Long));
        var drawn = panel.Series.Where(s => s.Points.Count > 0).ToArray();
        var measured = drawn.Where(s => !s.IsExpectation).ToArray();
        foreach (var series in drawn)
        {
            var style = SeriesStyle.Of(Array.IndexOf(names, series.Name), theme);
            // Bars that share a place stand a little apart.
            var shift = series.IsExpectation ? 0 : (Array.IndexOf(measured, series) - (measured.Length - 1) / 2.0) * Math.Min(Apart, MostApart / measured.Length);
            if (series.Curve is not null)
                Curve(plot, series.Curve, style, scale, drawn.Length <= MostBands);
            if (series.Expected.Count > 0)
                plot.Add.Plottable(new LinePath([.. series.Expected.Select(e => scale.At(e.DistanceTokens))], [.. series.Expected.Select(e => e.Value)], style.Colour, 2, Dashes.Dots));
            if (series.Free.Count > 0)
                plot.Add.Plottable(new LinePath([.. series.Free.Select(f => scale.At(f.DistanceTokens))], [.. series.Free.Select(f => f.Accuracy)], style.Colour, 1, Dashes.Solid));
            if (series.Curve is null)
                Joined(plot, series, style, scale, shift, band: !panel.IsShare);
            if (!series.IsExpectation)
                Points(plot, series, style, scale, shift, most, bars: panel.IsShare && measured.Length <= MostBands);
        }

        // Last, so that no curve runs over them.
        foreach (var (series, mark) in MarkPlaces.Apart(drawn))
            Mark(plot, mark, SeriesStyle.Of(Array.IndexOf(names, series.Name), theme), scale, theme);
        plot.Axes.SetLimitsX(-margin, right + margin);
        Heights(plot, panel, drawn);
    }

    private static void Curve(Plot plot, PlottedCurve curve, SeriesStyle style, DistanceScale scale, bool band)
    {
        var places = Enumerable.Range(0, CurveSteps + 1).Select(i => scale.At(scale.Max) * i / CurveSteps).ToArray();
        var bands = places.Select(x => curve.Band(scale.TokensAt(x))).ToArray();
        if (band && bands.All(b => b is not null))
            Band(plot, places, [.. bands.Select(b => b!.Value.Low)], [.. bands.Select(b => b!.Value.High)], style);
        plot.Add.Plottable(new LinePath(places, [.. places.Select(x => curve.At(scale.TokensAt(x)))], style.Colour, 2, style.Pattern));
    }

    private static void Joined(Plot plot, PlottedSeries series, SeriesStyle style, DistanceScale scale, double shift, bool band)
    {
        var xs = series.Points.Select(p => scale.At(p.DistanceTokens) + shift).ToArray();
        if (band)
            Band(plot, xs, [.. series.Points.Select(p => p.Low)], [.. series.Points.Select(p => p.High)], style);
        plot.Add.Plottable(new LinePath(xs, [.. series.Points.Select(p => p.Value)], style.Colour, 2, series.IsExpectation ? Dashes.Long : style.Pattern));
    }

    private static void Band(Plot plot, double[] xs, double[] low, double[] high, SeriesStyle style)
    {
        if (xs.Length < 2)
            return;
        var fill = plot.Add.FillY(xs, low, high);
        fill.FillColor = PlotSheet.Color(style.Colour).WithAlpha(0.16);
        fill.LineWidth = 0;
        fill.MarkerSize = 0;
    }

    private static void Points(Plot plot, PlottedSeries series, SeriesStyle style, DistanceScale scale, double shift, int most, bool bars)
    {
        var colour = PlotSheet.Color(style.Colour);
        var xs = series.Points.Select(p => scale.At(p.DistanceTokens) + shift).ToArray();
        var ys = series.Points.Select(p => p.Value).ToArray();
        if (bars)
        {
            plot.Add.Plottable(new ErrorBar(xs, ys, null, null, null, null)
            {
                YErrorNegative = [.. series.Points.Select(p => p.Value - p.Low)],
                YErrorPositive = [.. series.Points.Select(p => p.High - p.Value)],
                Color = colour,
                LineWidth = 1.2f,
                CapSize = 3,
            });
        }

        for (var i = 0; i < xs.Length; i++)
        {
            // Area, not width, grows with n.
            var size = 4 + 8 * (float)Math.Sqrt((double)series.Points[i].Count / most);
            plot.Add.Marker(xs[i], ys[i], style.Marker, size, colour);
            if (series.Points[i].CountedRight is not { } countedRight)
                continue;
            plot.Add.Plottable(new LinePath([xs[i], xs[i]], [ys[i], countedRight], style.Colour, 2, Dashes.Dots));
            plot.Add.Marker(xs[i], countedRight, MarkerShape.OpenTriangleDown, 9, colour);
        }
    }

    private static void Mark(Plot plot, PlottedMark mark, SeriesStyle style, DistanceScale scale, PlotTheme theme)
    {
        var colour = PlotSheet.Color(style.Colour);
        var x = scale.At(mark.DistanceTokens);
        // An interval without an upper end runs off the axis.
        var high = mark.High is { } end ? scale.At(end) : scale.At(scale.Max) + 10;
        plot.Add.Plottable(new ErrorBar([x], [mark.Value], null, null, null, null)
        {
            XErrorNegative = [x - scale.At(mark.Low)],
            XErrorPositive = [high - x],
            Color = colour,
            LineWidth = 2.5f,
            CapSize = 5,
        });
        plot.Add.Marker(x, mark.Value, MarkerShape.FilledCircle, 17, PlotSheet.Color(theme.Background));
        plot.Add.Marker(x, mark.Value, MarkerShape.Asterisk, 15, colour).MarkerLineWidth = 2.5f;
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

        // Tens of thousands of tokens would run into the axis's name.
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = TickText };
        var top = drawn.SelectMany(s => s.Points).Select(p => p.High).DefaultIfEmpty(1).Max();
        plot.Axes.SetLimitsY(0, top > 0 ? top * 1.08 : 1);
    }

    private static string TickText(double value) =>
        value >= 1000 ? $"{(value / 1000).ToString("0.##", CultureInfo.InvariantCulture)}k" : value.ToString("0.###", CultureInfo.InvariantCulture);
}
