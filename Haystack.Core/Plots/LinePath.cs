using ScottPlot;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>A line through points as a plottable, solid or dashed.</summary>
internal sealed class LinePath(double[] xs, double[] ys, SKColor colour, float width, IReadOnlyList<float> pattern) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) =>
        Dashes.Draw(rp.Canvas, [.. xs.Select((x, i) => Axes.GetPixel(new Coordinates(x, ys[i])).ToSKPoint())], colour, width, pattern);
}
