using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Which replies a person is shown.</summary>
internal static class ReviewDraw
{
    private static readonly Seed Order = new Seed(1).Derive("review");

    /// <summary>The replies that nothing settled yet: ambiguous ones that nobody judged, in the run's order.</summary>
    public static IReadOnlyList<TrialRow> Unclear(IEnumerable<TrialRow> trials) =>
        [.. trials.Where(t => t is { ReadAs: Outcome.Ambiguous, Verdict: null })];

    /// <summary>
    /// So many of the replies in which an answer was looked for, drawn by chance. The draw depends on the trials' keys
    /// alone: a larger one begins with the smaller one, and stopping half-way leaves a smaller draw.
    /// </summary>
    public static IReadOnlyList<TrialRow> Sample(IEnumerable<TrialRow> trials, int count) =>
        [.. trials.Where(t => WasRead(t.ReadAs)).OrderBy(t => Order.Derive(t.Key).Value).ThenBy(t => t.Key, StringComparer.Ordinal).Take(count)];

    private static bool WasRead(Outcome outcome) => outcome.IsCompleted() && outcome != Outcome.Empty;
}
