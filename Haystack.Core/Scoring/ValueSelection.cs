using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>Decides which value of a sentence stands in the role that is asked for; where several are left, it leaves them open.</summary>
internal sealed class ValueSelection(Asked asked, Statement statement, Func<Mention, Statement, bool> isElsewhere, Func<Mention, bool> isEcho, bool isMarked)
{
    private readonly Passage passage = statement.Passage;

    public Selection Select(List<Mention> mentions, List<string> steps)
    {
        var wording = Wording.All;
        var own = mentions.Where(m => !statement.IsPossessor(m)).ToList();
        // "Evobria's store": whose it is says who, where a person is asked for and nothing else is named.
        if (own.TrueForAll(m => isEcho(m)) && asked.Pool is not null && mentions.Where(m => !isEcho(m) && m.Value is not null && asked.IsOfType(m.Value)).ToList() is { Count: > 0 } owners)
            own = owners;
        var left = own.Where(m => !statement.IsDenied(m)).ToList();
        if (left.Count < own.Count)
            steps.Add($"denied and so passed over: {Listed(own.Except(left))}");
        if (Turned(left) is { } turned)
        {
            steps.Add($"it concludes with \"{turned[1].Text}\", which the question names");
            return new Selection(null, turned, Weight.Bound);
        }

        left = Keep(left, m => !isEcho(m), "named by the question", steps);
        if (left.Count == 0)
            return Selection.None;
        left = AfterLast(left, wording.Correct, "before a correction", steps);
        left = AfterLast(left, wording.Says, "before \"the answer is\"", steps);
        left = AfterLast(left, wording.Therefore, "before the conclusion", steps);
        if (asked.IsPlace)
            left = Keep(left, m => wording.At.IsIn(passage, Math.Max(0, m.First - 5), m.First), "no place", steps);
        // "681 sacks, plus the thirty, makes 711"
        if (asked.Question.Kind == AnswerKind.Number && mentions.Exists(statement.IsOperand))
            left = AfterLast(left, wording.Result, "before the result", steps);
        var all = left.ToList();
        left = Keep(left, m => !statement.IsInBrackets(m), "in brackets", steps);
        if (asked.Question.Kind == AnswerKind.Number)
        {
            left = LoneSideOfEquation(left, steps);
            if (!isMarked && !left.Exists(m => !statement.IsOperand(m)) && left.Count > 0 && !statement.IsHead(left[0]))
            {
                steps.Add($"only a part of a sum: {Listed(left)}");
                return Selection.None;
            }

            left = Keep(left, m => !statement.IsOperand(m), "part of a sum", steps);
        }

        left = Keep(left, m => !IsFormer(m), "as it was before", steps);
        all.RemoveAll(m => !left.Contains(m) && (IsFormer(m) || (asked.Question.Kind == AnswerKind.Number && statement.IsOperand(m))));
        if (left.Find(statement.IsHead) is { } head && left.IndexOf(head) == 0)
            left = Keep(left, m => m.Key == head.Key || statement.AreEquals(head, m), "a remark on the answer before it", steps);
        left = Keep(left, m => !statement.HasInClause(wording.Named, m), "only mentioned", steps);
        left = AfterLast(left, wording.So, "before the conclusion", steps);
        var isCount = asked.Question.Kind is AnswerKind.Number or AnswerKind.Date;
        left = isCount ? Keep(left, m => !isElsewhere(m, statement), "said of something else", steps) : left;
        left = BeforeRemarks(left, steps);
        left = Keep(left, m => !isElsewhere(m, statement), "said of something else", steps);
        return Settle(left, all, steps);
    }

    /// <summary>"B has more than A, so the one with less is A": a value, and a conclusion that turns it round; null where there is none.</summary>
    private Mention[]? Turned(List<Mention> mentions)
    {
        if (mentions is not [.., var last] || !isEcho(last) || !statement.IsPredicate(last) || !statement.IsLast(last))
            return null;
        var turns = Wording.All.So.In(passage, 0, last.First).Concat(Wording.All.Therefore.In(passage, 0, last.First)).ToList();
        if (turns.Count == 0)
            return null;
        var turn = turns.Max(t => t.Last);
        return mentions.TrueForAll(m => m.First < turn || isEcho(m)) && mentions.FindLast(m => m.Last < turn && !isEcho(m)) is { } value ? [value, last] : null;
    }

    private Selection Settle(List<Mention> left, List<Mention> all, List<string> steps)
    {
        var chosen = left[^1];
        var rivals = all.Where(m => m.Key != chosen.Key && (left.Contains(m) || statement.AreEquals(m, chosen) || IsOffered(m))).ToList();
        if (rivals.Count > 0)
        {
            steps.Add($"it settles on none of {Listed(rivals.Append(chosen))}");
            return new Selection(null, [.. rivals.Append(chosen).DistinctBy(m => m.Key)]);
        }

        if (asked.Question.Kind == AnswerKind.Date && (statement.IsInRange(chosen) || Wording.All.Bound.IsIn(passage, Math.Max(0, chosen.First - 6), chosen.First)))
        {
            steps.Add($"one of several days: \"{chosen.Text}\"");
            return new Selection(null, [chosen]);
        }

        if (statement.HasUnknownAlternative(chosen))
        {
            steps.Add($"it leaves open an alternative to \"{chosen.Text}\"");
            return new Selection(null, [chosen]);
        }

        return new Selection(chosen, []);
    }

    /// <summary>"(or B)", "possibly B": offered beside the answer.</summary>
    private bool IsOffered(Mention m)
    {
        // "793 sacks (275 sacks)"
        if (isMarked && m.First > 1 && statement.IsInBrackets(m) && passage.Tokens[m.First - 1].Text is "(" or "（" && statement.Rest(m) is var rest && (rest == passage.Tokens.Count || passage.Tokens[rest].Text is ")" or "）"))
            return true;
        foreach (var pattern in new[] { Wording.All.Or, Wording.All.Possible })
        {
            foreach (var (_, last) in pattern.In(passage, Math.Max(0, m.First - 4), m.First))
            {
                if (last == m.First - 1 || Wording.All.Joins.IsIn(passage, last + 1, m.First))
                    return true;
            }
        }

        return false;
    }

    private bool IsFormer(Mention m) => asked.Question.Kind == AnswerKind.Number
        && (statement.IsFrom(m) || (asked.IsOfLatter && (statement.LeadsTo(m) || statement.HasInClause(Wording.All.Former, m))));

    private List<Mention> LoneSideOfEquation(List<Mention> mentions, List<string> steps)
    {
        var sides = mentions.GroupBy(statement.SideOf).ToList();
        return sides.Count < 2 || sides.LastOrDefault(s => s.Count() == 1) is not { } lone ? mentions : Keep(mentions, lone.Contains, "in a sum", steps);
    }

    private List<Mention> AfterLast(List<Mention> mentions, Pattern pattern, string what, List<string> steps)
    {
        if (mentions.Count < 2)
            return mentions;
        var turns = pattern.In(passage).Where(t => t.Last < mentions[^1].First).ToList();
        return turns.Count == 0 ? mentions : Keep(mentions, m => m.First > turns[^1].Last, what, steps);
    }

    /// <summary>The values before the first "because", "which" …, counted from the first value.</summary>
    private List<Mention> BeforeRemarks(List<Mention> mentions, List<string> steps)
    {
        if (mentions.Count < 2)
            return mentions;
        var remarks = Wording.All.Remark.In(passage, mentions[0].Last + 1);
        return remarks.Count == 0 ? mentions : Keep(mentions, m => m.First < remarks[0].First, "in a reason or remark", steps);
    }

    /// <summary>What would leave nothing is not applied: it then does not say which value is meant.</summary>
    private static List<Mention> Keep(List<Mention> mentions, Func<Mention, bool> keeps, string what, List<string> steps)
    {
        if (mentions.Select(m => m.Key).Distinct().Count() < 2)
            return mentions;
        var kept = mentions.Where(keeps).ToList();
        if (kept.Count == 0 || kept.Count == mentions.Count)
            return mentions;
        steps.Add($"{what} and so passed over: {Listed(mentions.Except(kept))}");
        return kept;
    }

    private static string Listed(IEnumerable<Mention> mentions) => string.Join(", ", mentions.Select(m => $"\"{m.Text}\"").Distinct());
}
