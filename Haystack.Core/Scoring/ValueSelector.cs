using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>
/// Decides which of several values in a passage is the answer. It never looks at what a value means: the same words
/// are read the same way whether they name the right value or a wrong one.
/// </summary>
internal sealed class ValueSelector(Question question, IValueReader reader, ReadingRules rules)
{
    private readonly HashSet<string> echoes = question.Kind == AnswerKind.Choice
        ? []
        : [.. reader.Read(Passage.From(question.Text, ReadingRules.All)).Select(m => m.Key)];

    /// <summary>Selects among <paramref name="mentions"/>, which are in order; adds what it did to <paramref name="reading"/>.</summary>
    public Selection Select(Passage passage, IReadOnlyList<Mention> mentions, ICollection<string> reading)
    {
        var clauses = new Clauses(passage, rules);
        var left = rules.Negation ? [.. mentions.Where(m => !clauses.IsDenied(m))] : mentions.ToList();
        if (left.Count == 0)
            return new Selection(null, "it names only what the answer is not");
        if (left.Count < mentions.Count)
            reading.Add($"denied and so passed over: {Listed(mentions.Except(left))}");
        var all = left;

        left = Keep(left, rules.Correction, clauses.AfterCorrection, "before a correction", reading);
        left = Keep(left, rules.Brackets, clauses.OutsideBrackets, "in brackets", reading);
        left = Keep(left, rules.QuestionEcho, ms => ms.Where(m => !echoes.Contains(m.Key)), "named by the question", reading);
        left = Keep(left, rules.Conclusion, clauses.AfterConclusion, "before the conclusion", reading);
        left = Keep(left, rules.Subordinate, clauses.BeforeReasons, "in a reason or remark", reading);
        if (question.Kind == AnswerKind.Number)
        {
            left = Keep(left, rules.Equation, clauses.LoneSideOfEquation, "in a sum", reading);
            left = Keep(left, rules.Operands, clauses.NoOperands, "part of a sum", reading);
        }

        if (IsSingle(left) && IsSingle(all))
            return Checked(passage, left[^1], clauses, all);
        if (!IsSingle(left) && question.Kind == AnswerKind.Choice)
            return SelectChoice(passage, left, reading);
        var chosen = left[^1];
        if (rules.Hedge && !IsSingle(all.Where(m => !echoes.Contains(m.Key))) && clauses.IsHedged(chosen))
            return new Selection(null, $"it leaves open which of {Listed(all)} it means");
        if (!IsSingle(left))
            reading.Add($"of {Listed(left)} the last counts");
        return Checked(passage, chosen, clauses, all);
    }

    private Selection Checked(Passage passage, Mention chosen, Clauses clauses, IReadOnlyList<Mention> all)
    {
        if (rules.Enumeration && all.FirstOrDefault(m => m.Key != chosen.Key && clauses.AreEquals(m, chosen)) is { } equal)
            return new Selection(null, $"it names \"{equal.Text}\" and \"{chosen.Text}\" as equals");
        return rules.Hedge && Alternatives.HasUnknown(passage, chosen)
            ? new Selection(null, $"it leaves open an alternative to \"{chosen.Text}\"")
            : new Selection(chosen, null);
    }

    private Selection SelectChoice(Passage passage, List<Mention> left, ICollection<string> reading)
    {
        if (!rules.Comparison || Comparisons.Select(question, passage, left) is not { } compared)
            return new Selection(null, $"it does not settle on one of {Listed(left)}");
        reading.Add($"of {Listed(left)} it makes \"{compared.Text}\" the answer");
        return new Selection(compared, null);
    }

    /// <summary>A rule that would leave nothing is not applied: it then does not say which value is meant.</summary>
    private static List<Mention> Keep(
        List<Mention> mentions, bool isOn, Func<IReadOnlyList<Mention>, IEnumerable<Mention>> rule, string what, ICollection<string> reading)
    {
        if (!isOn || IsSingle(mentions))
            return mentions;
        var kept = rule(mentions).ToList();
        if (kept.Count == 0 || kept.Count == mentions.Count)
            return mentions;
        reading.Add($"{what} and so passed over: {Listed(mentions.Except(kept))}");
        return kept;
    }

    private static bool IsSingle(IEnumerable<Mention> mentions) => mentions.Select(m => m.Key).Distinct().Count() <= 1;

    private static string Listed(IEnumerable<Mention> mentions) =>
        string.Join(", ", mentions.Select(m => $"\"{m.Text}\"").Distinct());
}
