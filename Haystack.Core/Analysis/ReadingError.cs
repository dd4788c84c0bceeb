using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>How often the machine misreads, by replies that were drawn by chance and judged by a person.</summary>
/// <param name="Misread">Read as another outcome than the person says, of the drawn replies that the machine settled.</param>
/// <param name="CalledRight">Wrong or unclear by the person and <see cref="Outcome.Correct"/> by the machine: how many of <paramref name="Misread"/>.</param>
/// <param name="CalledWrong">Right by the person and wrong by the machine: how many of <paramref name="Misread"/>.</param>
public sealed record ReadingError(Proportion Misread, int CalledRight, int CalledWrong)
{
    /// <summary>Its rate among the trials given; null where none was drawn and judged.</summary>
    public static ReadingError? Of(IEnumerable<TrialRow> trials)
    {
        TrialRow[] judged = [.. trials.Where(t => t.Verdict is { IsSampled: true } && t.ReadAs != Outcome.Ambiguous)];
        return judged.Length == 0 ? null : new ReadingError(
            new Proportion(judged.Count(t => t.ReadAs != t.Outcome), judged.Length),
            judged.Count(t => t.ReadAs == Outcome.Correct && t.Outcome != Outcome.Correct),
            judged.Count(t => t.ReadAs != Outcome.Correct && t.Outcome == Outcome.Correct));
    }
}
