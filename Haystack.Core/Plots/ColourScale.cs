using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Colours for shares: viridis, whose lightness rises evenly, so that it reads the same in print and to colour-blind readers.</summary>
internal static class ColourScale
{
    /// <summary>Viridis at 0, 1/8, …, 1 (van der Walt and Smith, 2015).</summary>
    public static IReadOnlyList<string> Stops { get; } =
        ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];

    /// <summary>The difference in percentage points at which its colour is fullest.</summary>
    public const double MostPoints = 50;

    /// <summary>Brown over grey to blue for differences, from worse to better.</summary>
    private static readonly SKColor[] Diverging = [.. new[] { "#8c4a00", "#dd9d4f", "#f2f2f2", "#72aed6", "#08519c" }.Select(SKColor.Parse)];

    private static readonly SKColor[] Shares = [.. Stops.Select(SKColor.Parse)];

    /// <summary>The colour of a share, 0–1.</summary>
    public static SKColor Share(double value) => At(Shares, value);

    /// <summary>The colour of a difference of shares, −1 to 1.</summary>
    public static SKColor Difference(double value) => At(Diverging, (value + 1) / 2);

    /// <summary>Black or white, whichever stands out more on <paramref name="colour"/> (WCAG 2 contrast).</summary>
    public static SKColor InkOn(SKColor colour) => Luminance(colour) > 0.179 ? SKColors.Black : SKColors.White;

    private static SKColor At(SKColor[] stops, double value)
    {
        var place = Math.Clamp(value, 0, 1) * (stops.Length - 1);
        var index = Math.Min((int)place, stops.Length - 2);
        var rest = place - index;
        var (a, b) = (stops[index], stops[index + 1]);
        return new SKColor(Mix(a.Red, b.Red, rest), Mix(a.Green, b.Green, rest), Mix(a.Blue, b.Blue, rest));
    }

    private static byte Mix(byte a, byte b, double share) => (byte)Math.Round(a + (b - a) * share);

    private static double Luminance(SKColor c) => 0.2126 * Linear(c.Red) + 0.7152 * Linear(c.Green) + 0.0722 * Linear(c.Blue);

    private static double Linear(byte channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
