using System.Text;
using Haystack.Analysis;
using Haystack.Plots;

namespace Haystack.Reports;

/// <summary>The pictures and comparisons that a page unpacks when they come into sight.</summary>
internal static class ReportPictures
{
    /// <summary>Models whose pictures a page holds; of more, <c>haystack plot</c> makes them.</summary>
    public const int MostModels = 40;

    /// <summary>Models of which every two are compared; of more, each is compared with the first.</summary>
    private const int MostPairs = 20;

    /// <summary>One block a model, each with its pictures by kind, light and dark, and one for the pictures of all models.</summary>
    /// <param name="figures">The run.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    public static IReadOnlyList<ReportBlock> Pack(RunFigures figures, CancellationToken cancellationToken)
    {
        if (figures.Run.Models.Count > MostModels)
            return [];
        var light = PlotSet.Pictures(figures, new PlotOptions { Format = PlotFormat.Svg, Width = 900 });
        var dark = PlotSet.Pictures(figures, new PlotOptions { Format = PlotFormat.Svg, Width = 900, Dark = true });
        // What the page shows in a form of its own: the chart above, the cells below.
        var drawn = light.Zip(dark).Where(p => p.First.Kind is not ("accuracy" or "recall"))
            .AsParallel().AsOrdered().Select(p =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return (p.First.Kind, p.First.Model, Light: Text(p.First.Draw()), Dark: Text(p.Second.Draw()));
            }).ToArray();
        return [.. drawn.GroupBy(p => p.Model).Select(g => ReportBlock.Pack(g.Key is { } model ? $"pictures-{model}" : "pictures-all", json =>
        {
            json.WriteStartArray();
            foreach (var picture in g)
                ReportData.Strings(json, null, [picture.Kind, picture.Light, picture.Dark]);
            json.WriteEndArray();
        }))];
    }

    /// <summary>Every two models paired by question, as numbers and the sentence of what may be concluded; null where there is one model.</summary>
    public static ReportBlock? Comparisons(RunFigures figures)
    {
        var models = figures.Run.Models;
        var named = models.Select(m => m.Name).ToList();
        if (models.Count < 2)
            return null;
        var run = models.Count <= MostPairs ? [.. PairedComparison.WithinRun(figures.Run)] : figures.Run.Models.Skip(1).SelectMany(m =>
            PairedComparison.WithinRun(figures.Run with { Trials = [.. figures.Run.Trials.Where(t => t.Model == named[0] || t.Model == m.Name)] })).ToArray();
        return ReportBlock.Pack("comparisons-data", json =>
        {
            json.WriteStartArray();
            foreach (var c in run)
            {
                json.WriteStartObject();
                json.WriteNumber("a", named.IndexOf(c.A));
                json.WriteNumber("b", named.IndexOf(c.B));
                ReportData.Strings(json, "words", [
                    FigureText.Share(c.Counts.A), FigureText.Share(c.Counts.B),
                    DistanceText.D50(figures.Fits.GetValueOrDefault(c.A), models[named.IndexOf(c.A)]), DistanceText.D50(figures.Fits.GetValueOrDefault(c.B), models[named.IndexOf(c.B)]),
                    VisibleText.Line(c.Conclusion)]);
                if (c.Counts.Difference is { } difference)
                    json.WriteNumber("difference", Math.Round(100 * difference, 1));
                json.WriteNumber("n", c.Counts.Total);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static string Text(byte[] svg)
    {
        var text = Encoding.UTF8.GetString(svg);
        return text[text.IndexOf("<svg", StringComparison.Ordinal)..];
    }
}
