using System.Globalization;
using Haystack.Analysis;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Plots;

/// <summary>Lines that several pictures share.</summary>
internal static class PlotCaptions
{
    /// <summary>The model with its quantization.</summary>
    public static string Title(ModelRow model) =>
        model.Quantization is { Length: > 0 } quantization ? $"{model.Name} · {quantization}" : model.Name;

    /// <summary>The unit of an axis: <c>tokens</c>, or <c>≈ tokens</c> where they are only estimated.</summary>
    public static string Tokens(params IEnumerable<ModelRow> models) =>
        models.Any(m => m.TokenizerGrade == TokenizerGrade.Calibrated) ? "≈ tokens" : "tokens";

    /// <summary>Where the counts on the axes come from.</summary>
    public static string Counting(ModelRow model) => model.TokenizerGrade switch
    {
        TokenizerGrade.Verified => "Tokens are the model's own; the server's count agreed.",
        TokenizerGrade.Exact => "Tokens are the model's own.",
        _ => "≈: tokens are estimated; the model's vocabulary is not to be had.",
    };

    /// <summary>Whether what is shown is the models' own: that nearly nothing could be read, how much was capped, and the verdict on the server's prefix cache where cold controls were asked.</summary>
    public static IReadOnlyList<string> Standing(RunFigures figures, params IEnumerable<ModelRow> models) =>
    [
        .. models.Select(m => figures.Doubts.GetValueOrDefault(m.Name)).OfType<Credibility>()
            .Select(d => figures.Run.Models.Count > 1 ? $"{d.Model}: {d.Verdict}" : $"N{d.Verdict[1..]}"),
        .. models.Where(m => figures.Capped.ContainsKey(m.Name))
            .Select(m => $"{(figures.Run.Models.Count > 1 ? $"{m.Name}: " : "")}{figures.Capped[m.Name]}."),
        .. models.Select(m => figures.Caches.GetValueOrDefault(m.Name)).OfType<CacheVerdict>()
            .Where(c => c.Finding != CacheFinding.NotChecked)
            .Select(c => $"{(figures.Run.Models.Count > 1 ? $"{c.Model}: p" : "P")}refix cache: {c.Text}."),
    ];

    /// <summary>How many trials were left out, and why; empty where none was.</summary>
    public static string Invalid(IEnumerable<Cell> cells)
    {
        var counts = new SortedDictionary<Outcome, int>();
        var total = 0;
        foreach (var (outcome, count) in cells.SelectMany(c => c.Outcomes))
        {
            total += count;
            if (!outcome.IsAnswer())
                counts[outcome] = counts.GetValueOrDefault(outcome) + count;
        }

        if (counts.Count == 0)
            return "";
        var why = string.Join(", ", counts.Select(c => $"{TokenText.Count(c.Value)} {c.Key.ToString().ToLowerInvariant()}"));
        return $"Left out as no answers: {TokenText.Count(counts.Values.Sum())} of {TokenText.Count(total)} trials ({why}).";
    }

    /// <summary>How many answers can be read in two ways, and what accuracy is by either; empty where none can.</summary>
    public static string Ambiguous(IReadOnlyCollection<Cell> cells)
    {
        var (right, ambiguous) = (cells.Aggregate(default(Proportion), (sum, c) => sum + c.Accuracy), cells.Sum(c => c.Ambiguous));
        return ambiguous == 0 ? "" : $"{TokenText.Count(ambiguous)} of {TokenText.Count(right.Total)} answers are ambiguous (?) and count as wrong: accuracy is {ReadingWords.Range(right, ambiguous)}.";
    }

    /// <summary><c>+12</c> or <c>−3</c>, with a star where it is significant.</summary>
    public static string Points(PlottedDifference difference)
    {
        var points = Math.Round(difference.Points, MidpointRounding.AwayFromZero);
        var sign = points > 0 ? "+" : points < 0 ? "−" : "±";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(points):0}{(difference.IsSignificant ? "*" : "")}");
    }

    /// <summary>The families and languages that a picture pools.</summary>
    public static string Pooled(IReadOnlyList<Cell> cells)
    {
        var families = cells.Select(c => c.Family).Distinct().Order(StringComparer.Ordinal);
        var languages = cells.Select(c => c.Language).Distinct().Order(StringComparer.Ordinal);
        return $"{string.Join(", ", families)} · {string.Join(", ", languages)}";
    }

    /// <summary>The mean chance level of trials that are answers, 0–1; null where there is none.</summary>
    public static double? Chance(IEnumerable<TrialRow> trials)
    {
        var levels = trials.Where(t => t.Outcome.IsAnswer()).Select(t => t.ChanceLevel).ToArray();
        return levels.Length == 0 ? null : levels.Average();
    }
}
