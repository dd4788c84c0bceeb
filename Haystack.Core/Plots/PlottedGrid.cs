namespace Haystack.Plots;

/// <summary>A heatmap before drawing: everything that the picture says.</summary>
internal sealed record PlottedGrid
{
    /// <summary>The model.</summary>
    public required string Title { get; init; }

    /// <summary>What is shown, and of how many answers.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Lines beneath the picture.</summary>
    public required IReadOnlyList<string> Captions { get; init; }

    /// <summary>What stands across.</summary>
    public required string XLabel { get; init; }

    /// <summary>What stands upwards.</summary>
    public required string YLabel { get; init; }

    /// <summary>From left to right.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>From bottom to top.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>Cells in which anything was asked, by row, then column.</summary>
    public required IReadOnlyList<PlottedCell> Cells { get; init; }

    /// <summary>Whether cells show differences between two sides rather than accuracy.</summary>
    public bool ShowsDifferences { get; init; }

    /// <summary>Cells with fewer answers than this are hatched.</summary>
    public required int FewAnswers { get; init; }
}
