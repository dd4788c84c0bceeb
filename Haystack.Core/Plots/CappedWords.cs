using System.Globalization;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>The share of capped answers, and the figure without them, in words that every table, caption and line shares.</summary>
internal static class CappedWords
{
    /// <summary><c>12% capped, 81% of completed</c>; empty where next to none is capped.</summary>
    public static string Short(CappedShare share) => !share.IsNoted ? ""
        : $"{TokenText.Percent(share.Capped)} capped, {(share.Completed.Total == 0 ? "none completed" : $"{TokenText.Percent(share.Completed)} of completed")}";

    /// <summary>The same of a model's trials as a sentence, with what to do; empty where next to none is capped.</summary>
    /// <param name="trials">The model's trials.</param>
    /// <param name="budget">The output budget in tokens, as the manifest has it; null where it is not known.</param>
    public static string Sentence(IReadOnlyCollection<TrialRow> trials, string? budget)
    {
        var all = CappedShare.Of(trials);
        if (!all.IsNoted)
            return "";
        var pairs = CappedShare.Of(trials.Where(t => t.Arm == Arm.Pair));
        var (figure, words) = pairs.Capped.Total > 0 ? (pairs.Completed, "the pair question's completed answers") : (all.Completed, "the completed answers");
        var tokens = int.TryParse(budget, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : (int?)null;
        var right = figure.Total == 0 ? $"none of {words} came to its end" : $"of {words} {TokenText.Percent(figure)} are right ({TokenText.Count(figure.Successes)} of {TokenText.Count(figure.Total)})";
        return $"{TokenText.Count(all.Capped.Successes)} of {TokenText.Count(all.Capped.Total)} answers ({TokenText.Percent(all.Capped)}) were cut by the budget{(tokens is { } t ? $" of {TokenSize.Format(t)} tokens" : "")} before an answer and count as wrong; {right}; --max-output {(tokens is { } n ? TokenSize.Format(n * 2) : "SIZE")} gives replies more room";
    }
}
