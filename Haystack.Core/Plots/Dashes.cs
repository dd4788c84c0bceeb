using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Dashed lines made of single strokes: Skia's SVG canvas knows no dashes and says so on the console.</summary>
internal static class Dashes
{
    /// <summary>No gaps.</summary>
    public static readonly IReadOnlyList<float> Solid = [];

    /// <summary>The usual dashes.</summary>
    public static readonly IReadOnlyList<float> Long = [10, 6];

    /// <summary>Dots.</summary>
    public static readonly IReadOnlyList<float> Dots = [2, 5];

    /// <summary>Draws the line through <paramref name="points"/>; stroke and gap lengths take turns along it.</summary>
    public static void Draw(SKCanvas canvas, IReadOnlyList<SKPoint> points, SKColor colour, float width, IReadOnlyList<float> pattern)
    {
        using var paint = new SKPaint { Color = colour, IsStroke = true, StrokeWidth = width, IsAntialias = true, StrokeJoin = SKStrokeJoin.Round };
        if (points.Count < 2)
            return;
        if (pattern.Count == 0)
        {
            using var path = new SKPath();
            path.AddPoly([.. points], close: false);
            canvas.DrawPath(path, paint);
            return;
        }

        var (turn, left) = (0, pattern[0]);
        for (var i = 1; i < points.Count; i++)
        {
            var from = points[i - 1];
            var rest = SKPoint.Distance(from, points[i]);
            while (rest > 0)
            {
                var step = Math.Min(left, rest);
                var to = new SKPoint(from.X + (points[i].X - from.X) * step / rest, from.Y + (points[i].Y - from.Y) * step / rest);
                if (turn % 2 == 0)
                    canvas.DrawLine(from, to, paint);
                (from, rest, left) = (to, rest - step, left - step);
                if (left <= 0)
                    left = pattern[++turn % pattern.Count];
            }
        }
    }
}
