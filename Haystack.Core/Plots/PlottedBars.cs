using Haystack.Scoring;

namespace Haystack.Plots;

/// <summary>Stacked bars before drawing: what the answers at each distance came to.</summary>
internal sealed record PlottedBars
{
    /// <summary>The model.</summary>
    public required string Title { get; init; }

    /// <summary>What is shown, and of how many answers.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Lines beneath the picture.</summary>
    public required IReadOnlyList<string> Captions { get; init; }

    /// <summary>What stands across.</summary>
    public required string XLabel { get; init; }

    /// <summary>One a bar, from left to right.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>From the bottom of each bar to its top; those that never occurred are left out.</summary>
    public required IReadOnlyList<Outcome> Outcomes { get; init; }

    /// <summary>By bar, then by outcome.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Counts { get; init; }
}
