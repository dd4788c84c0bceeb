namespace Haystack.Plots;

/// <summary>Curves against distance before drawing.</summary>
internal sealed record PlottedChart
{
    /// <summary>What is shown.</summary>
    public required string Title { get; init; }

    /// <summary>Of what, and of how many trials.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Lines beneath the picture.</summary>
    public required IReadOnlyList<string> Captions { get; init; }

    /// <summary>What stands across.</summary>
    public required string XLabel { get; init; }

    /// <summary>One or more panels, drawn one under another.</summary>
    public required IReadOnlyList<PlottedPanel> Panels { get; init; }
}
