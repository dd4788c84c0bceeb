using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>Accuracy against distance for all models of a run.</summary>
internal static class AccuracyChart
{
    public static PlottedChart From(RunFigures figures)
    {
        var pairs = figures.Cells.Where(c => c.Arm == Arm.Pair && c.DistanceTokens is not null).ToArray();
        var models = figures.Run.Models;
        var series = models.Select(m => Series(m, figures.Fits.GetValueOrDefault(m.Name))).ToArray();
        string[] captions =
        [
            series.Length <= SeriesDrawing.MostBands
                ? "Points: all context lengths pooled, growing with n, with 95% Wilson intervals. Dashed: chance."
                : "Each model in axes of its own, the others behind it in grey. Points: all context lengths pooled, growing with n, with 95% Wilson intervals. Dashed: chance.",
            series.Any(s => s.Curve is not null)
                ? "Curves: the fit at mean length and place, with its 95% band. Star: D50 with its 95% interval."
                : "",
            series.Any(s => s.Expected.Count > 0)
                ? "Dotted: the same fit at the lengths and places asked. Where it leaves the curve, length or place moves the points, not distance."
                : "",
            series.Any(s => s.Free.Count > 0)
                ? "Thin line: the answers without a curve's form, never rising. Where it and the curve put D50 or D85 apart by more than their errors, none is given."
                : "",
            series.Length <= SeriesDrawing.MostBands && MarkPlaces.Apart(series).Any(p => p.Mark != p.Series.Mark) ? "Stars whose intervals would overlap stand a little above or below their curves." : "",
            .. models.Select(m => Warning(m, figures.Fits.GetValueOrDefault(m.Name))),
            pairs.Any(c => c.Ambiguous > 0) ? "Open triangles: accuracy with the ambiguous answers counted right; the points count them wrong." : "",
            PlotCaptions.Ambiguous(pairs),
            PlotCaptions.Invalid(pairs),
        ];
        return new PlottedChart
        {
            Title = "Accuracy against distance",
            Subtitle = $"Two facts combined · {PlotCaptions.Pooled(pairs)} · n = {TokenText.Count(pairs.Sum(c => c.Accuracy.Total))} · {figures.Run.Name}",
            Captions = [.. captions.Where(c => c.Length > 0)],
            XLabel = $"distance between the facts ({PlotCaptions.Tokens(models)})",
            Panels =
            [
                new PlottedPanel
                {
                    YLabel = "accuracy",
                    IsShare = true,
                    Chance = PlotCaptions.Chance(figures.Trials.Values.SelectMany(t => t).Where(t => t.Arm == Arm.Pair)),
                    Series = series,
                },
            ],
        };
    }

    private static string Warning(ModelRow model, FitReport? fit) => fit switch
    {
        { Accuracy.Status: CurveStatus.Contradicted } => $"{model.Name}: no curve describes its answers, so there is no D50; see its heatmap.",
        { Accuracy: { IsPoorFit: true, D50.Tokens: null } } => $"{model.Name}: the curve does not describe its answers (lack of fit), and no D50 rests on it; see its heatmap.",
        { Accuracy.IsPoorFit: true } => $"{model.Name}: the curve does not describe its answers (lack of fit); take its D50 as rough and see its heatmap.",
        _ => "",
    };

    private static PlottedSeries Series(ModelRow model, FitReport? fit)
    {
        var name = PlotCaptions.Title(model);
        if (fit is null)
            return new PlottedSeries { Name = name, Note = "no trials", Points = [] };
        var curve = fit.Accuracy.Status == CurveStatus.Fitted ? fit.Accuracy.Curve : null;
        return new PlottedSeries
        {
            Name = name,
            Note = $"D50 {DistanceText.D50(fit, model)} · n = {TokenText.Count(fit.PairAnswers)}",
            Points = [.. fit.Accuracy.ByDistance
                .Select(d => PlottedPoint.Of(d) is { } point && fit.Reading.AmbiguousByDistance.TryGetValue(d.DistanceTokens, out var ambiguous)
                    ? point with { CountedRight = (double)(d.Proportion.Successes + ambiguous) / d.Proportion.Total }
                    : PlottedPoint.Of(d))
                .OfType<PlottedPoint>()],
            Curve = curve is null ? null : new PlottedCurve(curve.AccuracyAt, d => curve.IntervalAt(d) is { } i ? (i.Low, i.High) : null),
            Expected = curve is not null && fit.Accuracy.IsMovedByPlace
                ? [.. fit.Accuracy.ByDistance.Where(d => d.Expected is not null).Select(d => (d.DistanceTokens, d.Expected!.Value))]
                : [],
            Free = curve is not null ? fit.Accuracy.Free : [],
            Mark = curve is not null && fit.Accuracy.D50 is { Tokens: { } tokens } d50
                ? new PlottedMark(tokens, d50.Low ?? 0, d50.HighBeyond ? null : d50.High, curve.AccuracyAt(tokens))
                : null,
        };
    }
}
