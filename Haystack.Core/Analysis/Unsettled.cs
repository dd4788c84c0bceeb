using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>
/// What trials that nobody can settle could make of a figure: the figure is worked out again with each of them counted
/// right or wrong, and what it then says bounds what is true.
/// </summary>
internal static class Unsettled
{
    /// <summary>The share of unclear replies from which on every report says so: 1 of 50.</summary>
    public const double Noted = 0.02;

    /// <summary>Whether two readings of the reply stand.</summary>
    public static bool IsAmbiguous(TrialRow trial) => trial.Outcome == Outcome.Ambiguous;

    /// <summary>Whether it might have been right, or wrong: two readings stand, or it came to no answer.</summary>
    public static bool IsOpen(TrialRow trial) => IsAmbiguous(trial) || !trial.Outcome.IsAnswer();

    /// <summary>The rows with all that is not settled counted wrong.</summary>
    public static IReadOnlyList<TrialRow> CountedWrong(IEnumerable<TrialRow> trials, Func<TrialRow, bool> isUnsettled) =>
        Settle(trials, isUnsettled, static _ => false);

    /// <summary>The rows with all that is not settled counted right.</summary>
    public static IReadOnlyList<TrialRow> CountedRight(IEnumerable<TrialRow> trials, Func<TrialRow, bool> isUnsettled) =>
        Settle(trials, isUnsettled, static _ => true);

    /// <summary>
    /// The ways to settle the rows that move a curve furthest: all wrong (the point estimate), all right, and right on one
    /// side of the middle distance with wrong on the other.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<TrialRow>> Readings(IReadOnlyList<TrialRow> trials, Func<TrialRow, bool> isUnsettled)
    {
        int[] distances = [.. trials.Select(t => t.DistanceTokens).OfType<int>().Distinct().Order()];
        var middle = distances.Length == 0 ? 0 : distances[(distances.Length - 1) / 2];
        return
        [
            CountedWrong(trials, isUnsettled),
            CountedRight(trials, isUnsettled),
            Settle(trials, isUnsettled, t => t.DistanceTokens <= middle),
            Settle(trials, isUnsettled, t => t.DistanceTokens > middle),
        ];
    }

    /// <summary>
    /// The rows with each that is not settled counted as <paramref name="isRight"/> says. Wrong is
    /// <see cref="Outcome.Invented"/>, which is wrong for every figure: where the text does not say, too.
    /// </summary>
    public static IReadOnlyList<TrialRow> Settle(IEnumerable<TrialRow> trials, Func<TrialRow, bool> isUnsettled, Func<TrialRow, bool> isRight) =>
        [.. trials.Select(t => isUnsettled(t) ? t with { Outcome = isRight(t) ? Outcome.Correct : Outcome.Invented } : t)];
}
