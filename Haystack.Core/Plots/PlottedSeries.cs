namespace Haystack.Plots;

/// <summary>One curve before drawing.</summary>
internal sealed record PlottedSeries
{
    /// <summary>What the legend calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What the legend adds: figures of the curve.</summary>
    public string Note { get; init; } = "";

    /// <summary>In ascending order of distance.</summary>
    public required IReadOnlyList<PlottedPoint> Points { get; init; }

    /// <summary>The fitted curve; null where there is none, and the points are joined instead.</summary>
    public PlottedCurve? Curve { get; init; }

    /// <summary>
    /// What the fit expects at each distance for the lengths and places asked there, distance and value; empty where
    /// that is the curve itself.
    /// </summary>
    public IReadOnlyList<(int DistanceTokens, double Value)> Expected { get; init; } = [];

    /// <summary>Accuracy without a form, where it disputes the curve.</summary>
    public IReadOnlyList<(int DistanceTokens, double Accuracy)> Free { get; init; } = [];

    /// <summary>Whether it is what one would expect rather than what was measured: drawn dashed, without intervals.</summary>
    public bool IsExpectation { get; init; }

    /// <summary>The half-recall distance, where there is one.</summary>
    public PlottedMark? Mark { get; init; }
}
