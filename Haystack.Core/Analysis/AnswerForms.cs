using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>How a model's replies answered: how far its figures rest on reading them.</summary>
/// <param name="Form">As they were asked to: the marked line, and nothing after it.</param>
/// <param name="MarkThenMore">The mark, with more text after it.</param>
/// <param name="OtherMark">Another mark: a box, a heading, a field.</param>
/// <param name="NoMark">No mark at all: the answer was looked for in the text.</param>
/// <param name="Other">In a manner that this version has no name for.</param>
public sealed record AnswerForms(int Form, int MarkThenMore, int OtherMark, int NoMark, int Other)
{
    /// <summary>Replies whose manner is stored.</summary>
    public int Total => Form + MarkThenMore + OtherMark + NoMark + Other;

    /// <summary>Each manner in words, with how many of all replies; those that did not occur are left out.</summary>
    public IReadOnlyList<(string Words, Proportion Share)> Shares =>
    [
        .. new[] { ("as asked", Form), ("the mark, then more", MarkThenMore), ("another mark", OtherMark), ("no mark", NoMark), ("otherwise", Other) }
            .Where(m => m.Item2 > 0)
            .Select(m => (m.Item1, new Proportion(m.Item2, Total))),
    ];

    /// <summary>Counts; null where no trial says how it was answered.</summary>
    public static AnswerForms? Of(IEnumerable<TrialRow> trials)
    {
        var counts = trials.Where(t => t.AnswerForm is not null).CountBy(t => t.AnswerForm!).ToDictionary(StringComparer.Ordinal);
        var total = counts.Values.Sum();
        if (total == 0)
            return null;
        var (form, more, other, none) = (counts.GetValueOrDefault("form"), counts.GetValueOrDefault("mark_then_more"), counts.GetValueOrDefault("other_mark"), counts.GetValueOrDefault("no_mark"));
        return new AnswerForms(form, more, other, none, total - form - more - other - none);
    }
}
