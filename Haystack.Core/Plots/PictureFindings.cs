using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>The titles of pictures that show no fall by distance: what was counted, and no more.</summary>
internal static class PictureFindings
{
    /// <summary>For example <c>qwen3:8b found 91% of the single facts; by place 86% to 95%</c>.</summary>
    public static string Depth(RunFigures figures, ModelRow model, PlottedGrid grid)
    {
        var bands = grid.Cells.GroupBy(c => c.Row).Select(g => g.Aggregate(default(Proportion), (sum, c) => sum + c.Accuracy)).ToArray();
        var all = bands.Aggregate(default(Proportion), (sum, b) => sum + b);
        if (all.Total == 0)
            return FindingSentence.Title(figures, model, "gave no answer about single facts");
        var told = bands.Where(b => b.Total >= grid.FewAnswers).OrderBy(b => b.Value).ToArray();
        var spread = told.Length < 2 || TokenText.Percent(told[0]) == TokenText.Percent(told[^1])
            ? ""
            : $"; by place {TokenText.Percent(told[0])} to {TokenText.Percent(told[^1])}";
        return FindingSentence.Title(figures, model, $"found {TokenText.Percent(all)} of the single facts{spread}");
    }

    /// <summary>For example <c>qwen3:8b answered 78% right; most often else: abstained (9%)</c>.</summary>
    public static string Outcomes(RunFigures figures, ModelRow model, PlottedBars bars)
    {
        var counts = bars.Outcomes.Select((outcome, i) => (Outcome: outcome, Count: bars.Counts.Sum(c => c[i]))).ToArray();
        var total = counts.Sum(c => c.Count);
        var right = counts.Where(c => c.Outcome == Outcome.Correct).Sum(c => c.Count);
        var most = counts.Where(c => c.Outcome != Outcome.Correct).OrderByDescending(c => c.Count).FirstOrDefault();
        var second = most.Count == 0 ? "" : $"; most often else: {OutcomeLook.Name(most.Outcome)} ({TokenText.Percent(new Proportion(most.Count, total))})";
        return FindingSentence.Title(figures, model, $"answered {TokenText.Percent(new Proportion(right, total))} right{second}");
    }

    /// <summary>For example <c>qwen3:8b found both facts alone in 81% of the chains, and combined them in 78%</c>.</summary>
    public static string Decomposition(RunFigures figures, ModelRow model)
    {
        var rows = figures.Fits[model.Name].Decomposition;
        var (both, pair) = (rows.Aggregate(default(Proportion), (sum, r) => sum + r.Both), rows.Aggregate(default(Proportion), (sum, r) => sum + r.Pair));
        return FindingSentence.Title(figures, model, $"found both facts alone in {TokenText.Percent(both)} of the chains, and combined them in {TokenText.Percent(pair)}");
    }

    /// <summary>For example <c>qwen3:8b generated a median of 12 tokens side by side, and 14 at 28k</c>.</summary>
    public static string Effort(RunFigures figures, ModelRow model)
    {
        var effort = figures.Fits[model.Name].Effort;
        var thinks = effort.Any(r => r.ThinkingTokens is not null);
        var told = effort.Select(r => (r.DistanceTokens, Tokens: thinks ? r.ThinkingTokens : r.OutputTokens)).Where(r => r.Tokens is not null).ToArray();
        var verb = thinks ? "thought for a median of" : "generated a median of";
        string At(int i) => $"{TokenText.Count((long)Math.Round(told[i].Tokens!.Median))} {(i == 0 ? "tokens " : "")}{(told[i].DistanceTokens == 0 ? "side by side" : $"at {TokenText.Exact(told[i].DistanceTokens)}")}";
        return FindingSentence.Title(figures, model, told.Length == 1 ? $"{verb} {At(0)}" : $"{verb} {At(0)}, and {At(told.Length - 1)}");
    }
}
