using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Which trials one curve may be fitted to: those of one placement of the question and one arrangement of the facts.</summary>
internal static class FitScope
{
    /// <summary>The trials of the commonest placement and arrangement; says in <paramref name="notes"/> what was left out and what was pooled.</summary>
    public static IReadOnlyList<TrialRow> Of(IReadOnlyList<TrialRow> trials, List<string> notes)
    {
        var kept = trials
            .GroupBy(t => (t.QuestionPlacement, t.Arrangement))
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key.QuestionPlacement, StringComparer.Ordinal)
            .ThenByDescending(g => g.Key.Arrangement, StringComparer.Ordinal)
            .First().ToArray();
        if (kept.Length < trials.Count)
        {
            notes.Add($"only the {kept.Length} trials with the question {kept[0].QuestionPlacement} the document and the facts {kept[0].Arrangement}; "
                + $"{trials.Count - kept.Length} others are left out");
        }

        Pooled("families", kept.Select(t => t.Family));
        Pooled("languages", kept.Select(t => t.Language));
        return kept;

        void Pooled(string what, IEnumerable<string> values)
        {
            var distinct = values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            if (distinct.Length > 1)
                notes.Add($"one curve over {distinct.Length} {what}: {string.Join(", ", distinct)}");
        }
    }
}
