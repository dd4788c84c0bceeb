using System.Globalization;
using System.Text;
using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>The tables of the report that need no script.</summary>
internal static class HtmlTables
{
    /// <summary>One row a model.</summary>
    public static string Headline(IReadOnlyList<Headline> models)
    {
        var html = new StringBuilder("<table id=\"models\"><thead><tr><th scope=\"col\">model</th><th scope=\"col\">D50 [95% interval], tokens</th>");
        foreach (var distance in Reports.Headline.Distances)
            html.Append($"<th scope=\"col\" class=\"number\">accuracy at {distance}</th>");
        html.Append("<th scope=\"col\" class=\"number\">hallucination</th><th scope=\"col\" class=\"number\">thinking tokens</th><th scope=\"col\" class=\"number\">tokens/s</th><th scope=\"col\" class=\"number\">VRAM</th><th scope=\"col\" class=\"number\">invalid</th></tr></thead>\n<tbody>");
        foreach (var row in models)
            Row(html, row);
        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>What is to be known of the fits, a line a model and note; empty where there is nothing.</summary>
    public static string Notes(RunFigures figures)
    {
        var lines = figures.Run.Models
            .Select(m => (m.Name, Fit: figures.Fits.GetValueOrDefault(m.Name)))
            .Where(m => m.Fit is not null)
            .SelectMany(m => Lines(m.Fit!).Select(note => $"<li>{HtmlText.Of(m.Name)}: {HtmlText.Of(note)}</li>\n"));
        var caches = figures.Run.Models.Select(m => figures.Caches[m.Name]).Where(c => c.Finding != CacheFinding.NotChecked)
            .Select(c => $"<li>{HtmlText.Of(c.Model)}: prefix cache: {HtmlText.Of(c.Text)}</li>\n");
        var doubts = figures.Doubts.Values.Select(d => $"<li>{HtmlText.Of(d.Model)}: {HtmlText.Of(d.Text)}</li>\n");
        var capped = figures.Run.Models.Where(m => figures.Capped.ContainsKey(m.Name)).Select(m => $"<li>{HtmlText.Of(m.Name)}: {HtmlText.Of(figures.Capped[m.Name])}</li>\n");
        var list = string.Concat(doubts.Concat(capped).Concat(caches).Concat(lines));
        return list.Length == 0 ? "" : $"<ul class=\"note\" id=\"fit-notes\">\n{list}</ul>";
    }

    private static IEnumerable<string> Lines(FitReport fit) =>
    [
        .. fit.Setup is { } setup ? [ReadingWords.Of(setup)] : Array.Empty<string>(),
        .. ReadingWords.Notes(fit.Reading),
        .. ReadingWords.Of(fit.Reading.Forms) is { } forms ? [$"how the replies answered: {forms}"] : Array.Empty<string>(),
        .. fit.Accuracy.Notes,
        .. fit.Notes,
    ];

    /// <summary>Everything that was frozen at the run's start, and what each model is.</summary>
    public static string Run(RunData run, IReadOnlyList<Headline> models)
    {
        var html = new StringBuilder("<div id=\"run\">\n<section>\n<h3>Settings</h3>\n<dl>");
        Pair(html, "run", run.Name);
        foreach (var (name, value) in run.Manifest.OrderBy(m => m.Key, StringComparer.Ordinal))
            Pair(html, name.Replace('_', ' '), value.Length == 0 ? FigureText.None : value.Replace(",", ", ", StringComparison.Ordinal));
        html.Append("</dl>\n</section>\n");
        foreach (var row in models)
        {
            html.Append($"<section>\n<h3>{HtmlText.Name(row.Model.Name)}</h3>\n<dl>");
            Pair(html, "prompt tokens computed", PromptTokensText.Of(row.PromptTokens));
            foreach (var (name, value) in Facts(row.Model).Where(f => f.Value is { Length: > 0 }))
                Pair(html, name, value!);
            html.Append("</dl>\n</section>\n");
        }

        return html.Append("</div>\n").ToString();
    }

    /// <summary>What is stored of a model, name to value.</summary>
    public static IEnumerable<(string Name, string? Value)> Facts(ModelRow model)
    {
        yield return ("provider", model.Provider);
        yield return ("digest", model.Digest);
        yield return ("quantization", model.Quantization);
        yield return ("parameters", model.ParameterSize);
        yield return ("architecture", model.Architecture);
        yield return ("made for", model.MaxContextTokens is { } most ? $"{TokenText.Exact(most)} tokens" : null);
        yield return ("context requested", $"{TokenText.Exact(model.NumCtx)} tokens");
        yield return ("tokenizer", $"{model.TokenizerSource} ({model.TokenizerGrade.ToString().ToLowerInvariant()})");
        yield return ("tokenizer note", model.TokenizerNote);
        yield return ("template", $"{model.TemplateTokens} tokens");
        yield return ("server", model.Server);
        yield return ("VRAM", model.VramBytes is null ? null : FigureText.Bytes(model.VramBytes));
        yield return ("size", model.SizeBytes is null ? null : FigureText.Bytes(model.SizeBytes));
        foreach (var (name, value) in model.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
            yield return (name, value);
    }

    private static void Row(StringBuilder html, Headline row)
    {
        html.Append($"<tr><th scope=\"row\" class=\"name\">{HtmlText.Name(row.Model.Name)}<small>{HtmlText.Of(row.Model.Quantization ?? "")}</small></th>");
        // An interval is not torn apart.
        var byReading = row.Fit is null ? "" : ReadingWords.D50(row.Fit.Reading);
        html.Append(CultureInfo.InvariantCulture, $"<td data-sort=\"{row.Fit?.Accuracy.D50.Tokens ?? row.Fit?.Accuracy.D50.Low}\">{HtmlText.Of(row.D50).Replace(", ", ",&nbsp;", StringComparison.Ordinal)}{Small(byReading)}</td>");
        foreach (var (at, capped) in row.Accuracy.Zip(row.Capped))
        {
            html.Append(at is null
                ? $"<td class=\"number\">{FigureText.None}</td>"
                : Share(at.Accuracy, TokenText.Exact(at.DistanceTokens) == at.Label ? "" : $"at {TokenText.Exact(at.DistanceTokens)}",
                    ReadingWords.Range(at.Accuracy, row.Fit!.Reading.AmbiguousByDistance.GetValueOrDefault(at.DistanceTokens)), CappedWords.Short(capped!)));
        }

        html.Append(row.Fit is { Hallucination.Total: > 0 } fit
            ? Share(fit.Hallucination, "", [.. ReadingWords.Kinds(fit.HallucinationKinds), ReadingWords.Range(ReadingWords.Without(fit.Hallucination, fit.Reading.AmbiguousAbsent), fit.Reading.AmbiguousAbsent), CappedWords.Short(row.CappedAbsent)])
            : $"<td class=\"number\">{FigureText.None}</td>");
        html.Append($"<td class=\"number\">{FigureText.Median(row.Thinking)}</td><td class=\"number\">{FigureText.Median(row.Rate)}</td>");
        html.Append($"<td class=\"number\">{FigureText.Bytes(row.Model.VramBytes)}</td>");
        html.Append($"<td class=\"number\">{TokenText.Count(row.Invalid)}<small>of {TokenText.Count(row.Trials)}</small></td></tr>\n");
    }

    private static string Small(string text) => text.Length == 0 ? "" : $"<small>{HtmlText.Of(text)}</small>";

    // A line each of what is said beside it: a column is as wide as the longest.
    private static string Share(Proportion share, string note, params IEnumerable<string> beside) =>
        $"<td class=\"number\" data-sort=\"{share.Value?.ToString("R", CultureInfo.InvariantCulture)}\">{FigureText.Share(share)}<small>{FigureText.Interval(share)}</small><small>{share.Successes}/{share.Total} {note}</small>{string.Concat(beside.Select(Small))}</td>";

    private static void Pair(StringBuilder html, string name, string value) =>
        html.Append($"<dt>{HtmlText.Of(name)}</dt><dd>{HtmlText.Of(value)}</dd>\n");
}
