using SkiaSharp;

namespace Haystack.Plots;

/// <summary>The colours of a picture. Series follow Okabe and Ito (2008), which colour-blind readers tell apart.</summary>
internal sealed record PlotTheme
{
    public required SKColor Background { get; init; }

    public required SKColor Ink { get; init; }

    public required SKColor Muted { get; init; }

    public required SKColor Lines { get; init; }

    public required IReadOnlyList<SKColor> Series { get; init; }

    public static PlotTheme Light { get; } = new()
    {
        Background = SKColor.Parse("#ffffff"),
        Ink = SKColor.Parse("#16191f"),
        Muted = SKColor.Parse("#4d5563"),
        Lines = SKColor.Parse("#d5d9e0"),
        Series = [.. Colours("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b07a00", "#3b9ad9", "#16191f", "#7a5195")],
    };

    public static PlotTheme Dark { get; } = new()
    {
        Background = SKColor.Parse("#12151b"),
        Ink = SKColor.Parse("#eceff4"),
        Muted = SKColor.Parse("#aeb6c4"),
        Lines = SKColor.Parse("#39404d"),
        Series = [.. Colours("#56b4e9", "#ff8a3d", "#2fcf9d", "#e3a0c6", "#f0c94a", "#8fb8ff", "#f4f6fa", "#c79bf2")],
    };

    private static IEnumerable<SKColor> Colours(params string[] colours) => colours.Select(SKColor.Parse);
}
