using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>
/// Whether anything was measured at all: a model that does not even find single facts side by side has a broken set-up
/// (template, budget, endpoint, language), and its figures say nothing of distance.
/// </summary>
public sealed record SetupCheck
{
    private const int FewestAnswers = 10;
    private const double NearZero = 0.1;

    /// <summary>Right of the easiest questions that were asked.</summary>
    public required Proportion Right { get; init; }

    /// <summary>Which questions those are, in words.</summary>
    public required string Questions { get; init; }

    /// <summary>What their answers came to most often.</summary>
    public required Outcome Commonest { get; init; }

    /// <summary>A trial that shows it.</summary>
    public required string Example { get; init; }

    /// <summary>What is wrong; null where the easiest questions are answered above chance, or too few were asked to tell.</summary>
    /// <param name="trials">Trials of one model.</param>
    public static SetupCheck? Of(IEnumerable<TrialRow> trials)
    {
        TrialRow[] answers = [.. trials.Where(t => t.Outcome.IsAnswer() && t.DistanceTokens is not null)];
        var singles = answers.Where(t => t.Arm is Arm.First or Arm.Second).ToArray();
        var asked = singles.Length > 0 ? singles : [.. answers.Where(t => t.Arm == Arm.Pair)];
        if (asked.Length == 0)
            return null;
        var nearest = asked.Min(t => t.DistanceTokens!.Value);
        TrialRow[] easiest = [.. asked.Where(t => t.DistanceTokens == nearest)];
        var right = new Proportion(easiest.Count(t => t.Outcome == Outcome.Correct), easiest.Length);
        var wrong = easiest.Where(t => t.Outcome != Outcome.Correct).ToArray();
        // Ambiguous replies are wrong for every figure, but they are no broken set-up.
        if (easiest.Length < FewestAnswers || right.Value > Math.Max(NearZero, easiest.Average(t => t.ChanceLevel)) || wrong.Count(Unsettled.IsAmbiguous) * 2 > wrong.Length)
            return null;
        var commonest = wrong.GroupBy(t => t.Outcome).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First();
        return new SetupCheck
        {
            Right = right,
            Questions = (singles.Length > 0 ? "single facts" : "two facts") + (nearest == 0 ? " side by side" : $" {TokenSize.Format(nearest)} tokens apart"),
            Commonest = commonest.Key,
            Example = commonest.OrderBy(t => t.Key, StringComparer.Ordinal).First().Key,
        };
    }
}
