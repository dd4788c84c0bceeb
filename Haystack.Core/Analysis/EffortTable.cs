using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Effort against distance: a model that stays right only by thinking three times longer is a finding.</summary>
public static class EffortTable
{
    /// <summary>A row a distance over the answered pair questions of <paramref name="trials"/>.</summary>
    public static IReadOnlyList<EffortRow> From(IEnumerable<TrialRow> trials) =>
        [.. trials
            .Where(t => t is { Arm: Arm.Pair, DistanceTokens: not null } && t.Outcome.IsAnswer())
            .GroupBy(t => t.DistanceTokens!.Value)
            .OrderBy(g => g.Key)
            .Select(g => Row(g.Key, [.. g]))];

    private static EffortRow Row(int distance, TrialRow[] trials)
    {
        var right = trials.Count(t => t.Outcome == Outcome.Correct);
        return new EffortRow
        {
            DistanceTokens = distance,
            Answers = trials.Length,
            Accuracy = new Proportion(right, trials.Length),
            CompletedAccuracy = new Proportion(right, trials.Count(t => t.Outcome.IsCompleted())),
            ThinkingTokens = Quartiles.Of(trials.Where(t => t.ThinkingTokens is not null).Select(t => (double)t.ThinkingTokens!.Value)),
            OutputTokens = Quartiles.Of(trials.Where(t => t.OutputTokens is not null).Select(t => (double)t.OutputTokens!.Value)),
            Seconds = Quartiles.Of(trials.Select(t => t.TotalSeconds)),
        };
    }
}
