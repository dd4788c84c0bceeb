using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>The recall heatmap: accuracy of the pair question, distance across, context length up.</summary>
internal static class RecallGrid
{
    private const int MostColumns = 14;
    private const int MostRows = 14;

    /// <param name="model">Whose.</param>
    /// <param name="cells">Of all models.</param>
    /// <param name="fewAnswers">Cells with fewer are hatched.</param>
    /// <param name="shared">Whether the axes are those of all models together, so that grids stand side by side.</param>
    public static PlottedGrid From(ModelRow model, IReadOnlyList<Cell> cells, int fewAnswers, bool shared = false)
    {
        var all = cells.Where(c => c.Arm == Arm.Pair && c.DistanceTokens is not null).ToArray();
        var pairs = all.Where(c => c.Model == model.Name).ToArray();
        var asked = shared ? all : pairs;
        var columns = AxisBin.Of(asked.Select(c => c.DistanceTokens!.Value), MostColumns);
        var rows = AxisBin.Of(asked.Select(c => c.ContextTokens), MostRows);
        var plotted =
            from cell in pairs
            group cell by (
                Row: rows.IndexOfBin(cell.ContextTokens),
                Column: columns.IndexOfBin(cell.DistanceTokens!.Value)) into place
            orderby place.Key.Row, place.Key.Column
            select new PlottedCell(
                place.Key.Column,
                place.Key.Row,
                place.Aggregate(default(Proportion), (sum, c) => sum + c.Accuracy),
                place.Sum(c => c.Invalid))
            { Ambiguous = place.Sum(c => c.Ambiguous) };
        var answers = pairs.Sum(c => c.Accuracy.Total);
        string[] captions =
        [
            $"Blank: nothing asked. Hatched: fewer than {fewAnswers} answers. {PlotCaptions.Counting(model)}",
            PlotCaptions.Ambiguous(pairs),
            PlotCaptions.Invalid(pairs),
        ];
        return new PlottedGrid
        {
            Title = PlotCaptions.Title(model),
            Subtitle = $"Two facts combined: accuracy · {PlotCaptions.Pooled(pairs)} · n = {TokenText.Count(answers)}",
            Captions = [.. captions.Where(c => c.Length > 0)],
            XLabel = $"distance between the facts ({PlotCaptions.Tokens(model)})",
            YLabel = $"context length ({PlotCaptions.Tokens(model)})",
            Columns = [.. columns.Select(c => c.Label)],
            Rows = [.. rows.Select(r => r.Label)],
            Cells = [.. plotted],
            FewAnswers = fewAnswers,
        };
    }

    internal static int IndexOfBin(this IReadOnlyList<AxisBin> bins, int value)
    {
        for (var i = 0; i < bins.Count; i++)
        {
            if (value >= bins[i].From && value <= bins[i].To)
                return i;
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "in no bin");
    }
}
