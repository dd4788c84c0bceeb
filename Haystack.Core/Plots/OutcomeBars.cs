using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>What answers to the pair question came to, against distance, for one model.</summary>
internal static class OutcomeBars
{
    private const int MostColumns = 14;

    public static PlottedBars From(ModelRow model, IReadOnlyList<Cell> cells)
    {
        var pairs = cells.Where(c => c.Model == model.Name && c.Arm == Arm.Pair && c.DistanceTokens is not null).ToArray();
        var columns = AxisBin.Of(pairs.Select(c => c.DistanceTokens!.Value), MostColumns);
        Outcome[] outcomes = [.. Enum.GetValues<Outcome>().Where(o => o.IsAnswer() && pairs.Any(c => c.Outcomes.ContainsKey(o)))];
        var counts = columns.Select(_ => new int[outcomes.Length]).ToArray();
        foreach (var cell in pairs)
        {
            var column = counts[columns.IndexOfBin(cell.DistanceTokens!.Value)];
            for (var i = 0; i < outcomes.Length; i++)
                column[i] += cell.Outcomes.GetValueOrDefault(outcomes[i]);
        }

        return new PlottedBars
        {
            Title = PlotCaptions.Title(model),
            Subtitle = $"What the answers came to · {PlotCaptions.Pooled(pairs)} · n = {TokenText.Count(pairs.Sum(c => c.Accuracy.Total))}",
            Captions = [.. new[] { PlotCaptions.Counting(model), PlotCaptions.Ambiguous(pairs), PlotCaptions.Invalid(pairs) }.Where(c => c.Length > 0)],
            XLabel = $"distance between the facts ({PlotCaptions.Tokens(model)})",
            Columns = [.. columns.Select(c => c.Label)],
            Outcomes = outcomes,
            Counts = counts,
        };
    }
}
