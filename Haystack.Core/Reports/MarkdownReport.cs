using System.Text;
using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Reports;

/// <summary><c>summary.md</c>: a run's headline for a pull request or a terminal.</summary>
public static class MarkdownReport
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "summary.md";

    /// <summary>The summary's text, ending with a line break.</summary>
    /// <param name="run">The run.</param>
    /// <param name="picture">A picture to show, relative to where the text will stand; null for none.</param>
    /// <param name="baseline">An earlier run to say what changed against; null for none.</param>
    public static string Of(RunData run, string? picture = null, RunData? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Of(RunFigures.Of(run), picture, baseline);
    }

    /// <summary>Writes <see cref="Of(RunData, string?, RunData?)"/>; the file appears whole or not at all.</summary>
    /// <exception cref="HaystackException">It cannot be written, or the runs have no model in common; one line says so.</exception>
    public static void Write(RunData run, string path, string? picture = null, RunData? baseline = null) =>
        OutputFile.Write(path, Encoding.UTF8.GetBytes(Of(run, picture, baseline)));

    /// <summary>The same for a run whose figures are there.</summary>
    internal static string Of(RunFigures figures, string? picture, RunData? baseline)
    {
        var run = figures.Run;
        var text = new StringBuilder($"## Haystack: {MarkdownText.Code(run.Name)}\n\n");
        var headlines = Headline.Of(figures);
        Table(text, headlines);
        text.Append("\nD50: the distance in tokens at which accuracy has fallen half-way from its level with the facts side by side to chance, with its 95% interval. ");
        text.Append("Accuracy is right answers of all answers, with n; invalid trials are no answers.");
        if (headlines.Any(h => h.Fit?.Reading.Ambiguous.Successes > 0))
            text.Append(" \"By reading\" is what it is with ambiguous replies counted wrong, as everywhere else, and right.");
        if (run.Models.Any(m => m.TokenizerGrade == TokenizerGrade.Calibrated))
            text.Append(" ≈: tokens are estimated.");
        if (AdaptiveUse.Of(run) is { Length: > 0 } use)
            text.Append(' ').Append(use.Replace("<", "&lt;", StringComparison.Ordinal));
        text.Append('\n');
        foreach (var doubt in figures.Doubts.Values)
            text.Append($"\n**{MarkdownText.Code(doubt.Model)} is {doubt.Verdict}** {MarkdownText.Code(doubt.Text[doubt.Verdict.Length..].Trim())}\n");
        Warnings(text, figures);
        Caches(text, figures);
        text.Append("\nPrompt tokens that the server computed, of those sent (the rest stood in its prefix cache):\n");
        foreach (var row in headlines)
            text.Append($"- {MarkdownText.Code(row.Model.Name)}: {PromptTokensText.Of(row.PromptTokens)}\n");
        MarkdownServers.Append(text, run);
        if (headlines.Any(h => h.Fit?.Reading.Forms is not null))
        {
            text.Append("\nHow the replies answered (the more as asked, the less the figures rest on reading):\n");
            foreach (var row in headlines.Where(h => h.Fit?.Reading.Forms is not null))
                text.Append($"- {MarkdownText.Code(row.Model.Name)}: {ReadingWords.Of(row.Fit!.Reading.Forms)}\n");
        }

        if (picture is not null)
            text.Append($"\n![Accuracy against distance]({MarkdownText.Target(picture)})\n");
        if (baseline is not null)
            MarkdownChanges.Append(text, baseline, figures);
        return text.Append($"\nMade by {MarkdownText.Code(SweepCommandLine.Of(run))}\n").ToString();
    }

    private static void Warnings(StringBuilder text, RunFigures figures)
    {
        var lines = figures.Run.Models
            .SelectMany(m => Warnings(figures.Fits.GetValueOrDefault(m.Name)).Concat(figures.Capped.TryGetValue(m.Name, out var capped) ? [capped] : []).Select(w => $"- {MarkdownText.Code(m.Name)}: {w.Replace("<", "&lt;", StringComparison.Ordinal)}\n"))
            .ToArray();
        if (lines.Length > 0)
            text.Append('\n').AppendJoin("", lines);
    }

    private static void Caches(StringBuilder text, RunFigures figures)
    {
        var checkedOnes = figures.Run.Models.Select(m => figures.Caches[m.Name]).Where(c => c.Finding != CacheFinding.NotChecked).ToArray();
        if (checkedOnes.Length == 0)
            return;
        text.Append("\nAnswers that rest on the server's prefix cache, against the same questions asked with nothing to reuse:\n");
        foreach (var cache in checkedOnes)
            text.Append($"- {MarkdownText.Code(cache.Model)}: {(cache.Finding == CacheFinding.ChangesAnswers ? $"**{cache.Text.Replace("<", "&lt;", StringComparison.Ordinal)}**" : cache.Text.Replace("<", "&lt;", StringComparison.Ordinal))}\n");
    }

    private static IEnumerable<string> Warnings(FitReport? fit) => fit is null
        ? []
        : [.. fit.Setup is { } setup ? [ReadingWords.Of(setup)] : Array.Empty<string>(), .. fit.Accuracy.Warnings, .. ReadingWords.Notes(fit.Reading)];

    private static string Share(Statistics.Proportion share, Statistics.Proportion lowest, int ambiguous, CappedShare capped, string note = "")
    {
        string[] beside = [ReadingWords.Range(lowest, ambiguous), CappedWords.Short(capped), note];
        return $"{FigureText.Share(share)} ({TokenText.Count(share.Total)}){string.Concat(beside.Where(b => b.Length > 0).Select(b => $", {b}"))}";
    }

    private static void Table(StringBuilder text, IReadOnlyList<Headline> models)
    {
        text.Append("| model | D50 |");
        foreach (var distance in Headline.Distances)
            text.Append($" at {distance} |");
        text.Append(" hallucination | thinking tokens | tokens/s | VRAM | invalid |\n|---|---|");
        text.Insert(text.Length, "---:|", Headline.Distances.Count + 5).Append('\n');
        foreach (var row in models)
        {
            text.Append($"| {MarkdownText.Code(PlotCaptions.Title(row.Model))} | {row.D50.Replace(">", "&gt;", StringComparison.Ordinal)} |");
            foreach (var (at, capped) in row.Accuracy.Zip(row.Capped))
                text.Append($" {(at is null ? FigureText.None : Share(at.Accuracy, at.Accuracy, row.Fit!.Reading.AmbiguousByDistance.GetValueOrDefault(at.DistanceTokens), capped!))} |");
            text.Append($" {(row.Fit is { Hallucination.Total: > 0 } fit ? Share(fit.Hallucination, ReadingWords.Without(fit.Hallucination, fit.Reading.AmbiguousAbsent), fit.Reading.AmbiguousAbsent, row.CappedAbsent, string.Join(", ", ReadingWords.Kinds(fit.HallucinationKinds))) : FigureText.None)} |");
            text.Append($" {FigureText.Median(row.Thinking)} | {FigureText.Median(row.Rate)} | {FigureText.Bytes(row.Model.VramBytes)} | {TokenText.Count(row.Invalid)}/{TokenText.Count(row.Trials)} |\n");
        }
    }
}
