using ScottPlot;

namespace Haystack.Plots;

/// <summary>A ScottPlot plot in the house style, and how it gets onto a <see cref="Picture"/>.</summary>
internal static class PlotSheet
{
    private const float TickSize = 13;

    /// <summary>An empty plot in the theme's colours and the house's lettering.</summary>
    public static Plot Create(PlotTheme theme)
    {
        var plot = new Plot();
        var ink = Color(theme.Ink);
        // Several plots and their lettering share one canvas.
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(ink);
        plot.Axes.FrameColor(Color(theme.Muted));
        plot.Grid.MajorLineColor = Color(theme.Lines);
        plot.Grid.MajorLineWidth = 1;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.TickLabelStyle.FontName = PlotFont.Family;
            axis.TickLabelStyle.FontSize = TickSize;
            axis.TickLabelStyle.ForeColor = ink;
            // The picture writes the labels itself: ScottPlot sets them over short tick labels.
            axis.Label.IsVisible = false;
            axis.MinorTickStyle.Length = 0;
        }

        return plot;
    }

    /// <summary>Draws <paramref name="plot"/> into a band of the picture; the data area keeps these distances from the band's edges.</summary>
    public static void Render(this Plot plot, Picture picture, float top, float height, PixelPadding padding)
    {
        plot.Layout.Fixed(padding);
        picture.Canvas.Save();
        picture.Canvas.Translate(0, top);
        plot.Render(picture.Canvas, new PixelRect(0, Picture.Width, height, 0));
        picture.Canvas.Restore();
    }

    public static Color Color(SkiaSharp.SKColor colour) => ScottPlot.Color.FromSKColor(colour);
}
