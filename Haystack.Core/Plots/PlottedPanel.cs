namespace Haystack.Plots;

/// <summary>One pair of axes of a chart before drawing.</summary>
internal sealed record PlottedPanel
{
    /// <summary>What stands upwards.</summary>
    public required string YLabel { get; init; }

    /// <summary>Whether heights are shares: the axis is then fixed to 0–100%; otherwise it starts at 0 and fits the data.</summary>
    public required bool IsShare { get; init; }

    /// <summary>The curves.</summary>
    public required IReadOnlyList<PlottedSeries> Series { get; init; }

    /// <summary>A dashed line across: the chance level; null for none.</summary>
    public double? Chance { get; init; }
}
