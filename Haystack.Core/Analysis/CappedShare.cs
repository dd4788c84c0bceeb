using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>
/// How many answers ran out of budget before they came, and what the others say: accuracy with capped answers counted wrong
/// is a figure of the budget as much as of the model.
/// </summary>
/// <param name="Capped">Answers that were cut by the output or time budget, of all.</param>
/// <param name="Completed">Good ones of those that came to their own end.</param>
internal sealed record CappedShare(Proportion Capped, Proportion Completed)
{
    /// <summary>From this share on it stands beside every figure.</summary>
    public const double Noted = Statistics.Capped.Noted;

    /// <summary>From this share on the sweep says so while it runs.</summary>
    public const double Grave = 0.05;

    /// <summary>Whether it is to be said.</summary>
    public bool IsNoted => Capped.Successes > 0 && Capped.Value >= Noted;

    /// <summary>Of trials of one model.</summary>
    /// <param name="trials">The trials that a figure rests on.</param>
    /// <param name="good">What the figure counts; null for right answers.</param>
    public static CappedShare Of(IEnumerable<TrialRow> trials, Func<TrialRow, bool>? good = null)
    {
        TrialRow[] answers = [.. trials.Where(t => t.Outcome.IsAnswer())];
        TrialRow[] completed = [.. answers.Where(t => t.Outcome.IsCompleted())];
        return new CappedShare(
            new Proportion(answers.Count(t => t.Outcome == Outcome.CappedOutput), answers.Length),
            new Proportion(completed.Count(good ?? (static t => t.Outcome == Outcome.Correct)), completed.Length));
    }
}
