namespace Haystack.Scoring;

/// <summary>Decides which of the values that a question offers a sentence means; orders ("A came before B", A在B之前) are read as orders.</summary>
internal sealed class ChoiceSelection(Asked asked, Statement statement, bool isMarked)
{
    private readonly Passage passage = statement.Passage;

    public Selection Select(List<Mention> mentions, List<string> steps)
    {
        var wording = Wording.All;
        var left = mentions.Where(m => !statement.IsDenied(m) || (asked.Order != 0 && IsCompared(m))).ToList();
        left = AfterLast(left, wording.Correct);
        if (left.Count == 0)
            return Selection.None;
        if (AreConditional(left))
        {
            steps.Add("each of the two under a condition of its own");
            return isMarked ? new Selection(null, [.. left.DistinctBy(m => m.Key)], Weight.Bound) : Selection.None;
        }

        if (IsOne(left) || Outside(left) is var outside && IsOne(outside) && (left = outside).Count > 0)
            return One(left[^1], mentions, steps);
        if (left[0] is var head && statement.IsHead(head) && !left.Exists(m => m.Key != head.Key && (statement.AreEquals(head, m) || HasOr(head, m))) && Sense(left[0].Last + 1, statement.Rest(left[0])) >= 0)
            return Ranked(left) is { } first ? new Selection(first, [], Weight.Bound) : new Selection(head, []);
        var concluded = AfterLast(left, wording.So);
        // "probably A, but it may also be B" concludes nothing.
        if (IsOne(concluded) && !(concluded.Count < left.Count && wording.Therefore.In(passage).Count == 0 && statement.HasInClause(wording.Possible, concluded[^1])))
            return One(concluded[^1], mentions, steps);
        if (asked.Order != 0 && Ranked(left) is { } ranked)
        {
            steps.Add($"of the two it puts \"{ranked.Text}\" where the question asks");
            return new Selection(ranked, [], Weight.Bound);
        }

        Mention[] open = [.. left.DistinctBy(m => m.Key)];
        if (!isMarked && !statement.AreEquals(open[0], open[1]) && !HasOr(open[0], open[1]) && !wording.Hedge.IsIn(passage))
            return Selection.None;
        steps.Add("it settles on neither of the two");
        return new Selection(null, open, Weight.Bound);
    }

    /// <summary>"A if X, B if Y": a rule, and no answer.</summary>
    private bool AreConditional(List<Mention> mentions)
    {
        if (mentions.Select(m => m.Key).Distinct().Count() < 2 || Wording.All.So.IsIn(passage, mentions[0].Last + 1))
            return false;
        var places = Enumerable.Range(0, mentions.Count).ToList();
        return places.TrueForAll(i => Wording.All.Condition.IsIn(passage, mentions[i].Last + 1, i + 1 < mentions.Count ? mentions[i + 1].First : passage.Tokens.Count))
            || places.TrueForAll(i => Wording.All.Condition.IsIn(passage, i == 0 ? 0 : mentions[i - 1].Last + 1, mentions[i].First));
    }

    private Selection One(Mention chosen, List<Mention> all, List<string> steps)
    {
        if (all.Exists(m => m.Key != chosen.Key && !statement.IsDenied(m) && (statement.AreEquals(m, chosen) || (HasOr(m, chosen) && statement.AreTogether(m, chosen)))))
            return new Selection(null, [.. all.DistinctBy(m => m.Key)], Weight.Bound);
        if (asked.Order == 0 || statement.IsHead(chosen))
            return new Selection(chosen, []);
        var (from, to) = statement.ClauseOf(chosen);
        var sense = Sense(from, to);
        if (sense == 0 && !statement.IsBare(chosen))
            return new Selection(chosen, [], Weight.Free);
        if (sense != -asked.Order)
            return new Selection(chosen, [], sense == asked.Order ? Weight.Bound : Weight.Nothing);
        steps.Add($"it says of \"{chosen.Text}\" the contrary of what is asked");
        return Selection.None;
    }

    private Mention? Ranked(List<Mention> mentions)
    {
        if (asked.Order == 0)
            return null;
        var second = mentions.FindLastIndex(m => m.Key != mentions[^1].Key) + 1;
        var (a, b) = (mentions[second - 1], mentions[second]);
        var between = Sense(a.Last + 1, b.First);
        if (statement.IsPredicate(b) && between == asked.Order)
            return b;
        if (between != 0 && Wording.All.Passive.In(passage, a.Last + 1, b.First).Count == 0 && Wording.All.Relates.IsIn(passage, a.Last + 1, b.First))
            return between == asked.Order ? a : b;
        var ofA = SenseOfFirst(a, b, between);
        return ofA == 0 ? null : ofA == asked.Order ? a : b;
    }

    private int SenseOfFirst(Mention a, Mention b, int between)
    {
        var passive = Wording.All.Passive.In(passage, a.Last + 1, b.First);
        if (passive.Count > 0)
            return Wording.All.Early.IsIn(passage, passive[0].First, passive[0].Last + 1) ? -1 : 1;
        // A比B早, A在B之前: what stands behind B is said of A.
        for (var i = a.Last + 1; i < b.First; i++)
        {
            if (passage.IsAny(i, Wording.All.Compares) && !HasComma(i + 1, b.First) && Sense(b.Last + 1, passage.Tokens.Count) is var behind and not 0)
                return behind;
        }

        if (!statement.AreTogether(a, b) && (Own(a, b) is var own and not 0))
            return own;
        if (!statement.AreTogether(a, b) && Own(b, a) is var other and not 0)
            return -other;
        return between;
    }

    private bool HasComma(int from, int to) => passage.Tokens.Take(to).Skip(from).Any(t => t.Text is "," or "，" or ";" or "；" or "。");

    private int Own(Mention m, Mention other)
    {
        var (from, to) = statement.ClauseOf(m);
        return other.First >= from && other.First < to ? 0 : Sense(from, to);
    }

    private bool IsCompared(Mention m) => passage.IsAny(m.First - 1, Wording.All.Compared) && !Wording.All.Deny.IsIn(passage, Math.Max(0, m.First - 4), m.First - 1);

    private bool HasOr(Mention one, Mention other)
    {
        var (left, right) = one.First < other.First ? (one, other) : (other, one);
        return left.Last + 1 < right.First && Wording.All.Or.IsIn(passage, left.Last + 1, right.First);
    }

    private List<Mention> Outside(List<Mention> mentions)
    {
        var outside = mentions.Where(m => !statement.IsInBrackets(m)).ToList();
        return outside.Count == 0 ? mentions : outside;
    }

    private List<Mention> AfterLast(List<Mention> mentions, Pattern pattern)
    {
        var turns = pattern.In(passage).Where(t => mentions.Count > 0 && t.Last < mentions[^1].First).ToList();
        var kept = turns.Count == 0 ? mentions : mentions.Where(m => m.First > turns[^1].Last).ToList();
        return kept.Count == 0 ? mentions : kept;
    }

    private static bool IsOne(List<Mention> mentions) => mentions.Select(m => m.Key).Distinct().Count() == 1;

    private int Sense(int from, int to) => Orders.SenseOf(passage, from, to);
}
