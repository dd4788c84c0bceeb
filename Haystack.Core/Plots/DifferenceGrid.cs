using Haystack.Analysis;

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
        var tokens = comparison.TokensAreEstimated ? "≈ tokens" : "tokens";
        return new PlottedGrid
        {
            Title = ComparisonSentence.Short(comparison),
            Subtitle = $"{comparison.B} − {comparison.A} · Accuracy, percentage points · pairs of answers to the same question: n = {TokenText.Count(comparison.Counts.Total)}",
            Captions = [comparison.Conclusion, Signs(cells, fewAnswers)],
            XLabel = $"distance between the facts ({tokens})",
            YLabel = $"context length ({tokens})",
            Columns = [.. distances.Select(d => d is { } known ? TokenText.Exact(known) : "none")],
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

    /// <summary>What the signs in the cells mean; a sign that no cell has is not explained.</summary>
    private static string Signs(ComparisonCell[] cells, int fewAnswers)
    {
        var star = cells.Any(c => c.AdjustedP < Level) ? "*: exact test over documents, adjusted over all cells (Holm), p < 0.05. " : "";
        var hatched = cells.Any(c => c.Counts.Total < fewAnswers) ? $"Hatched: fewer than {fewAnswers} pairs. " : "";
        return $"{star}{hatched}Blank: no pair. Blue is better for the first named, brown worse.";
    }
}
