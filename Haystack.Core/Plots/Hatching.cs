using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Slanted lines that say "few answers", in pixels and vectors alike (a shader would become pixels in SVG).</summary>
internal static class Hatching
{
    private const float Step = 9;

    public static void Draw(SKCanvas canvas, SKRect rect, SKColor ink)
    {
        using var line = new SKPaint { Color = ink.WithAlpha(110), IsStroke = true, StrokeWidth = 1.1f, IsAntialias = true };
        for (var offset = Step / 2; offset < rect.Width + rect.Height; offset += Step)
        {
            // From the left or bottom edge up to the top or right edge, at 45 degrees.
            var from = new SKPoint(rect.Left + Math.Max(0, offset - rect.Height), rect.Top + Math.Min(rect.Height, offset));
            var to = new SKPoint(rect.Left + Math.Min(rect.Width, offset), rect.Top + Math.Max(0, offset - rect.Width));
            canvas.DrawLine(from, to, line);
        }
    }
}
