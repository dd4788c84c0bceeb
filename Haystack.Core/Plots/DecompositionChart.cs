using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>Did combining fail, or finding? The pair question against its single facts, for one model.</summary>
internal static class DecompositionChart
{
    /// <summary>Null where the single-fact arms were not asked.</summary>
    public static PlottedChart? From(ModelRow model, RunFigures figures)
    {
        if (!figures.Fits.TryGetValue(model.Name, out var fit) || fit.Decomposition.Count == 0)
            return null;
        var rows = fit.Decomposition;
        var trials = figures.Trials[model.Name];
        return new PlottedChart
        {
            Title = PlotCaptions.Title(model),
            Subtitle = $"Finding or combining? · {PlotCaptions.Pooled(figures.Cells.Where(c => c.Model == model.Name).ToArray())} · n = {TokenText.Count(rows.Sum(r => r.Pair.Total))} chains",
            Captions =
            [
                "Chains answered in all three arms, a panel a context length, with 95% Wilson intervals. Both facts found apart but less often together: combining failed.",
                "Combined when both were found: the share of chains with both single facts right whose pair was right. Grey dashes: chance.",
            ],
            XLabel = $"distance between the facts ({PlotCaptions.Tokens(model)})",
            // A panel a length: far facts stand in long documents only, so that points of all lengths would differ by length as well.
            Panels =
            [
                .. rows.GroupBy(r => r.ContextTokens).Select(length => new PlottedPanel
                {
                    YLabel = $"share right at {TokenText.Exact(length.Key)}",
                    IsShare = true,
                    Chance = PlotCaptions.Chance(trials.Where(t => t.Arm == Arm.Pair && t.ContextTokens == length.Key)),
                    Series = [.. Series([.. length], fit, model)],
                }),
            ],
        };
    }

    private static IEnumerable<PlottedSeries> Series(IReadOnlyList<DecompositionRow> rows, FitReport fit, ModelRow model)
    {
        yield return Share("both facts combined (pair)", rows, r => r.Pair);
        yield return Share("first fact alone", rows, r => r.First);
        yield return Share("last fact alone", rows, r => r.Second);
        yield return new PlottedSeries
        {
            Name = "both found alone: pair if combining cost nothing",
            IsExpectation = true,
            Points = [.. rows.Select(r => new PlottedPoint(r.DistanceTokens, r.Both.Value!.Value, r.Both.Value!.Value, r.Both.Value!.Value, r.Pair.Total))],
        };
        yield return Share("combined when both were found", rows, r => r.Combined) with
        {
            Note = fit.Combination is { } combination ? $"D50 {DistanceText.Of(combination.D50, combination, model.TokenizerGrade)}" : "",
        };
    }

    private static PlottedSeries Share(string name, IEnumerable<DecompositionRow> rows, Func<DecompositionRow, Proportion> share) => new()
    {
        Name = name,
        Points = [.. rows.Select(r => PlottedPoint.Of(r.DistanceTokens, share(r))).OfType<PlottedPoint>()],
    };
}
