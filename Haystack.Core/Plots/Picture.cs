using SkiaSharp;

namespace Haystack.Plots;

/// <summary>
/// A sheet to draw on: <see cref="Width"/> units wide whatever the pixels, so that every size shows the same picture.
/// </summary>
internal sealed class Picture
{
    /// <summary>Units across.</summary>
    public const float Width = 900;

    /// <summary>Units left free at the edges.</summary>
    public const float Margin = 20;

    private Picture(SKCanvas canvas, PlotTheme theme)
    {
        Canvas = canvas;
        Theme = theme;
    }

    public SKCanvas Canvas { get; }

    public PlotTheme Theme { get; }

    // What other programs open, and memory holds at the greatest width.
    private const int MostPixels = 32_767;

    /// <summary>The bytes of a picture file that <paramref name="paint"/> filled.</summary>
    /// <param name="options">Size, theme and format.</param>
    /// <param name="height">Units from top to bottom.</param>
    /// <param name="paint">Draws in units.</param>
    public static byte[] Draw(PlotOptions options, float height, Action<Picture> paint)
    {
        PlotFont.Register();
        var theme = options.Dark ? PlotTheme.Dark : PlotTheme.Light;
        var scale = options.Width / Width;
        var pixels = new SKSizeI(options.Width, (int)Math.Ceiling(height * scale));
        if (options.Format == PlotFormat.Svg)
        {
            using var stream = new MemoryStream();
            using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, pixels.Width, pixels.Height), stream))
                Fill(canvas);
            return SvgCleanup.Apply(stream.ToArray(), pixels.Width, pixels.Height);
        }

        if (pixels.Height > MostPixels)
            throw new HaystackException($"a picture of {pixels.Width} × {pixels.Height} pixels would be drawn, of far too many models or conditions: {MostPixels} from top to bottom are the most");
        using var surface = SKSurface.Create(new SKImageInfo(pixels.Width, pixels.Height, SKColorType.Rgba8888, SKAlphaType.Opaque))
            ?? throw new InvalidOperationException($"no memory for a picture of {pixels.Width} × {pixels.Height} pixels");
        Fill(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();

        void Fill(SKCanvas canvas)
        {
            // A rectangle, not Clear: the SVG canvas knows no Clear.
            using var background = new SKPaint { Color = theme.Background };
            canvas.DrawRect(0, 0, pixels.Width, pixels.Height, background);
            canvas.Scale(scale);
            paint(new Picture(canvas, theme));
        }
    }

    /// <summary>Writes a line of text with its baseline at <paramref name="y"/>.</summary>
    public void Text(string text, float x, float y, float size, SKColor colour, SKTextAlign align = SKTextAlign.Left, bool bold = false, float? width = null) =>
        Line(PlotFont.Clean(text), x, y, size, colour, align, bold, width);

    /// <summary>The same of a line that <see cref="PlotFont.Wrap"/> or <see cref="PlotFont.Clean"/> made.</summary>
    public void Line(string clean, float x, float y, float size, SKColor colour, SKTextAlign align = SKTextAlign.Left, bool bold = false, float? width = null)
    {
        using var font = PlotFont.Of(size, bold);
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        Canvas.DrawText(PlotFont.Fit(clean, width ?? Width - 2 * Margin, font), x, y, align, font, paint);
    }

    /// <summary>Names the axes of the data area <paramref name="data"/>: below it, and upwards at the picture's left edge.</summary>
    public void AxisLabels(string across, string up, SKRect data)
    {
        const float size = 14;
        Text(across, data.MidX, data.Bottom + 44, size, Theme.Ink, SKTextAlign.Center);
        Canvas.Save();
        Canvas.RotateDegrees(-90, Margin, data.MidY);
        Text(up, Margin, data.MidY + size / 2, size, Theme.Ink, SKTextAlign.Center, width: data.Height + 40);
        Canvas.Restore();
    }
}
