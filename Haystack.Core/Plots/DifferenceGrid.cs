using Haystack.Statistics;

namespace Haystack.Plots;

/// <summary>Two sides paired by document and chain: the difference of accuracy in each cell, second minus first.</summary>
internal static class DifferenceGrid
{
    private const double Level = 0.05;

    public static PlottedGrid From(Comparison comparison, int fewAnswers)
    {
        var cells = comparison.Cells.Where(c => c.Counts.Total > 0).ToArray();
        int?[] distances = [.. cells.Select(c => c.DistanceTokens).Distinct().OrderBy(d => d ?? -1)];
        int[] contexts = [.. cells.Select(c => c.ContextTokens).Distinct().Order()];
        return new PlottedGrid
        {
            Title = $"{comparison.B} − {comparison.A}",
            Subtitle = $"Accuracy, percentage points · pairs of answers to the same question: n = {TokenText.Count(comparison.Counts.Total)}",
            Captions =
            [
                comparison.Conclusion,
                $"*: McNemar's exact test, adjusted over all cells (Holm), p < 0.05. Hatched: fewer than {fewAnswers} pairs.",
            ],
            XLabel = "distance between the facts (tokens)",
            YLabel = "context length (tokens)",
            Columns = [.. distances.Select(d => d is { } tokens ? TokenText.Exact(tokens) : "none")],
            Rows = [.. contexts.Select(TokenText.Exact)],
            Cells =
            [
                .. cells.Select(c => new PlottedCell(Array.IndexOf(distances, c.DistanceTokens), Array.IndexOf(contexts, c.ContextTokens), c.Counts.B, 0)
                {
                    Difference = new PlottedDifference(100 * c.Counts.Difference!.Value, c.AdjustedP < Level),
                }),
            ],
            ShowsDifferences = true,
            FewAnswers = fewAnswers,
        };
    }
}
