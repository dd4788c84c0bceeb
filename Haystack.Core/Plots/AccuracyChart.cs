using Haystack.Facts;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>Accuracy against distance for all models of a run.</summary>
internal static class AccuracyChart
{
    public static PlottedChart From(RunData run, IReadOnlyList<Cell> cells)
    {
        var pairs = cells.Where(c => c.Arm == Arm.Pair && c.DistanceTokens is not null).ToArray();
        var byModel = pairs.ToLookup(c => c.Model);
        string[] captions =
        [
            "Bars, bands: 95% Wilson intervals. Points grow with n. Dashed: chance. Context lengths pooled; long distances need long ones.",
            PlotCaptions.Invalid(pairs),
        ];
        return new PlottedChart
        {
            Title = "Accuracy against distance",
            Subtitle = $"Two facts combined · {PlotCaptions.Pooled(pairs)} · n = {TokenText.Count(pairs.Sum(c => c.Accuracy.Total))} · {run.Name}",
            Captions = [.. captions.Where(c => c.Length > 0)],
            XLabel = $"distance between the facts ({PlotCaptions.Tokens(run.Models)})",
            Panels =
            [
                new PlottedPanel
                {
                    YLabel = "accuracy",
                    IsShare = true,
                    Chance = PlotCaptions.Chance(run.Trials.Where(t => t.Arm == Arm.Pair)),
                    Series = [.. run.Models.Select(m => Series(m, byModel[m.Name]))],
                },
            ],
        };
    }

    private static PlottedSeries Series(ModelRow model, IEnumerable<Cell> cells)
    {
        var own = cells.ToArray();
        var points =
            from cell in own
            group cell.Accuracy by cell.DistanceTokens!.Value into distance
            orderby distance.Key
            let accuracy = distance.Aggregate((a, b) => a + b)
            let interval = Wilson.Interval95(accuracy)
            where interval is not null
            select new PlottedPoint(distance.Key, accuracy.Value!.Value, interval.Value.Low, interval.Value.High, accuracy.Total);
        return new PlottedSeries
        {
            Name = PlotCaptions.Title(model),
            Note = $"n = {TokenText.Count(own.Sum(c => c.Accuracy.Total))}",
            Points = [.. points],
        };
    }
}
