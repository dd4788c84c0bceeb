using Haystack.Designs;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Preparing;

/// <summary>How a sweep ended, by what is stored.</summary>
internal static class SweepEnding
{
    /// <summary>The end.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="states">How far its models are.</param>
    /// <param name="reasons">Why models were left out or given up.</param>
    /// <param name="budget">What this call spent.</param>
    public static SweepFinished Of(PreparedSweep plan, IReadOnlyList<DesignState> states, IReadOnlyList<string> reasons, SweepBudget budget)
    {
        var run = RunReader.Read(plan.Directory);
        var swept = plan.Models.Select(m => m.Row.Name).ToHashSet(StringComparer.Ordinal);
        var stored = run.Trials.Concat(run.ColdTrials).Where(t => swept.Contains(t.Model)).ToArray();
        var done = states.Sum(s => s.Finished);
        var givenUp = reasons.Count == 0 ? null : string.Join("; ", reasons);
        var end = plan.LeftOut.Count == 0 && states.All(s => s.IsOver) ? SweepEnd.Complete
            : givenUp is null && budget.Drain.IsCancellationRequested ? SweepEnd.Stopped
            : SweepEnd.GivenUp;
        var why = end switch
        {
            SweepEnd.Complete => null,
            SweepEnd.Stopped => $"{budget.Spent ?? "stopped"}; the same command goes on from here",
            _ when budget.Spent is { } spent => $"{givenUp}; {spent}; the same command goes on from here",
            _ => givenUp ?? $"{stored.Count(t => t.Outcome == Outcome.Failed)} trials failed{Commonest(stored)}; the same command asks them again",
        };
        return new SweepFinished(plan.Directory, plan.Trials, done, stored.Count(t => !t.Outcome.IsAnswer()), end, why) { Elapsed = budget.Elapsed, Tokens = budget.Tokens };
    }

    /// <summary>What the failed trials failed with most often.</summary>
    private static string Commonest(IReadOnlyList<TrialRow> stored) =>
        stored.Where(t => t.Outcome == Outcome.Failed && t.Fault is not null).GroupBy(t => t.Fault).MaxBy(g => g.Count()) is { } faults
            ? $", {(faults.Count() == 1 ? "one" : faults.Count())} with: {faults.Key}"
            : "";
}
