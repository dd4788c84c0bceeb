using Haystack.Analysis;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>What answers cost against distance, for one model.</summary>
internal static class EffortChart
{
    /// <summary>Null where the server reported no tokens: seconds alone say more about the machine than about the model.</summary>
    public static PlottedChart? From(ModelRow model, RunFigures figures)
    {
        if (!figures.Fits.TryGetValue(model.Name, out var fit) || fit.Effort.All(r => r.OutputTokens is null))
            return null;
        // Readers in this process, and small models on fast cards, answer within milliseconds.
        var isFast = fit.Effort.All(r => r.Seconds is null or { Upper: < 0.1 });
        var thinks = fit.Effort.Any(r => r.ThinkingTokens is not null);
        PlottedPanel[] panels =
        [
            thinks
                ? Panel("tokens of thinking", "tokens of thinking", fit.Effort, r => r.ThinkingTokens)
                : Panel("tokens generated", "tokens generated", fit.Effort, r => r.OutputTokens),
            isFast
                ? Panel("milliseconds", "milliseconds from sending to the end", fit.Effort, r => r.Seconds?.Times(1000))
                : Panel("seconds", "seconds from sending to the end", fit.Effort, r => r.Seconds),
        ];
        return new PlottedChart
        {
            Title = PlotCaptions.Title(model),
            Subtitle = $"Effort of an answer to the pair question · n = {TokenText.Count(fit.Effort.Sum(r => r.Answers))}",
            Captions = ["Medians, growing with n; bands reach from the lower to the upper quartile."],
            XLabel = $"distance between the facts ({PlotCaptions.Tokens(model)})",
            Panels = panels,
        };
    }

    private static PlottedPanel Panel(string label, string name, IEnumerable<EffortRow> rows, Func<EffortRow, Quartiles?> quartiles) => new()
    {
        YLabel = label,
        IsShare = false,
        Series =
        [
            new PlottedSeries
            {
                Name = name,
                Points = [.. rows.Select(r => PlottedPoint.Of(r.DistanceTokens, quartiles(r))).OfType<PlottedPoint>()],
            },
        ],
    };
}
