using ScottPlot;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>How one curve looks: colour, mark and dashes, so that no reader depends on colour alone.</summary>
internal sealed record SeriesStyle(SKColor Colour, MarkerShape Marker, IReadOnlyList<float> Pattern)
{
    private static readonly MarkerShape[] Markers =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown];

    private static readonly IReadOnlyList<float>[] Patterns = [Dashes.Solid, Dashes.Long, [4, 4], [14, 4, 3, 4]];

    /// <summary>The style of the curve with this number; 8 colours by 5 marks by 4 dashes repeat after 160 curves at the earliest.</summary>
    public static SeriesStyle Of(int index, PlotTheme theme) => new(
        theme.Series[index % theme.Series.Count],
        Markers[index % Markers.Length],
        Patterns[index / theme.Series.Count % Patterns.Length]);
}
