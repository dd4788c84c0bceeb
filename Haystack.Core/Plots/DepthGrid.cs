using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>The classic picture: accuracy of single facts, context length across, place in the document downwards.</summary>
internal static class DepthGrid
{
    private const int Bands = 10;
    private const int MostColumns = 14;

    /// <param name="model">Whose.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="fewAnswers">Cells with fewer are hatched.</param>
    /// <param name="lengths">The context lengths of its columns, where other models' stand beside it; null for its own.</param>
    public static PlottedGrid From(ModelRow model, IEnumerable<TrialRow> trials, int fewAnswers, IEnumerable<int>? lengths = null)
    {
        var singles = trials.Where(t => t.Model == model.Name && IsSingle(t)).ToArray();
        var columns = AxisBin.Of(lengths ?? singles.Select(t => t.ContextTokens), MostColumns);
        var plotted =
            from trial in singles
            group trial.Outcome by (Row: Band(trial.FactPosition!.Value), Column: columns.IndexOfBin(trial.ContextTokens)) into place
            orderby place.Key.Row, place.Key.Column
            let answers = place.Count(o => o.IsAnswer())
            select new PlottedCell(
                place.Key.Column,
                place.Key.Row,
                new Proportion(place.Count(o => o == Outcome.Correct), answers),
                place.Count() - answers)
            { Ambiguous = place.Count(o => o == Outcome.Ambiguous) };
        var cells = CellTable.From(singles);
        string[] captions =
        [
            $"Blank: nothing asked. Hatched: fewer than {fewAnswers} answers. {PlotCaptions.Counting(model)}",
            PlotCaptions.Ambiguous(cells),
            PlotCaptions.Invalid(cells),
        ];
        return new PlottedGrid
        {
            Title = PlotCaptions.Title(model),
            Subtitle = $"Single facts found: accuracy · {PlotCaptions.Pooled(cells)} · n = {TokenText.Count(cells.Sum(c => c.Accuracy.Total))}",
            Captions = [.. captions.Where(c => c.Length > 0)],
            XLabel = $"context length ({PlotCaptions.Tokens(model)})",
            YLabel = "place of the fact (start at the top)",
            Columns = [.. columns.Select(c => c.Label)],
            Rows = [.. Enumerable.Range(0, Bands).Select(i => $"{(Bands - 1 - i) * 10}–{(Bands - i) * 10}%")],
            Cells = [.. plotted],
            FewAnswers = fewAnswers,
        };
    }

    /// <summary>Whether the picture shows it: a question about one fact whose place is known.</summary>
    public static bool IsSingle(TrialRow trial) => trial.Arm is Arm.First or Arm.Second && trial.FactPosition is not null;

    /// <summary>Rows count from the bottom, places from the top.</summary>
    private static int Band(double position) => Bands - 1 - Math.Clamp((int)(position * Bands), 0, Bands - 1);
}
