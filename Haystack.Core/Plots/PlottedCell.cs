using Haystack.Statistics;

namespace Haystack.Plots;

/// <summary>One cell of a grid before drawing.</summary>
/// <param name="Column">From the left, from 0.</param>
/// <param name="Row">From the bottom, from 0.</param>
/// <param name="Accuracy">Correct of all answers.</param>
/// <param name="Invalid">Trials that are not answers.</param>
internal sealed record PlottedCell(int Column, int Row, Proportion Accuracy, int Invalid)
{
    /// <summary>Answers that can be read in two ways; they count as wrong.</summary>
    public int Ambiguous { get; init; }

    /// <summary>In a heatmap of differences: what is shown in place of the accuracy.</summary>
    public PlottedDifference? Difference { get; init; }
}
