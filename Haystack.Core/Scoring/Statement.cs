using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>The build of one sentence: its clauses, and how each of its values stands in them.</summary>
internal sealed class Statement
{
    private static readonly FrozenSet<string> Breaks = new[] { ",", ".", ";", ":", "—", "–", "，", "。", "；", "：", "!", "?", "！", "？", "(", ")", "（", "）", "[", "]", "、", "→" }.ToFrozenSet();

    private readonly Lazy<(int[] Clause, bool[] InBrackets)> build;

    public Statement(Passage passage)
    {
        Passage = passage;
        // Most sentences of a long reply name no value, and then nobody asks for their clauses.
        build = new Lazy<(int[], bool[])>(() => Built(passage), LazyThreadSafetyMode.None);
    }

    public Passage Passage { get; }

    private int[] Clause => build.Value.Clause;

    private static (int[] Clause, bool[] InBrackets) Built(Passage passage)
    {
        var clause = new int[passage.Tokens.Count];
        var inBrackets = new bool[passage.Tokens.Count];
        var starts = Wording.All.Clause.In(passage).Select(c => c.First).ToHashSet();
        var (number, depth) = (0, 0);
        for (var i = 0; i < clause.Length; i++)
        {
            var text = passage.Tokens[i].Text;
            // "Talogaro: 406" is one clause.
            var isBreak = (Breaks.Contains(text) && text != ":") || (text == "-" && !passage.IsJoined(i - 1) && !passage.IsJoined(i));
            if (isBreak || starts.Contains(i))
                number++;
            if (text is "(" or "[" or "（")
                depth++;
            clause[i] = number;
            inBrackets[i] = depth > 0;
            if (text is ")" or "]" or "）" && depth > 0)
                depth--;
        }

        return (clause, inBrackets);
    }

    /// <summary>Whether the value stands in brackets.</summary>
    public bool IsInBrackets(Mention m) => build.Value.InBrackets[m.First];

    /// <summary>Whether both stand in one clause.</summary>
    public bool AreTogether(Mention one, Mention other) => Clause[one.First] == Clause[other.First];

    /// <summary>Whether the pattern matches in the clause of the value.</summary>
    public bool HasInClause(Pattern pattern, Mention m)
    {
        var (from, to) = ClauseOf(m);
        return pattern.IsIn(Passage, from, to);
    }

    /// <summary>The tokens of the value's clause.</summary>
    public (int From, int To) ClauseOf(Mention m)
    {
        var (from, to) = (m.First, m.Last + 1);
        while (from > 0 && Clause[from - 1] == Clause[m.First])
            from--;
        while (to < Clause.Length && Clause[to] == Clause[m.Last])
            to++;
        return (from, to);
    }

    /// <summary>"not A", "rather than A", "A is wrong": the value is not the answer.</summary>
    public bool IsDenied(Mention m)
    {
        var wording = Wording.All;
        foreach (var (_, last) in wording.Deny.In(Passage, Math.Max(0, m.First - 8), m.First))
        {
            if (m.First - last <= 7 && !HasBreak(last + 1, m.First))
                return true;
        }

        return wording.Denied.IsIn(Passage, m.Last + 1, Math.Min(Passage.Tokens.Count, m.Last + 14));
    }

    /// <summary>A part of a sum or a comparison.</summary>
    public bool IsOperand(Mention m)
    {
        var end = m.Last + 1;
        while (end < Passage.Tokens.Count && end < m.Last + 6 && !Breaks.Contains(Passage.Tokens[end].Text) && Passage.Tokens[end].Text != "=")
            end++;
        return Wording.All.Operand.IsIn(Passage, m.Last + 1, end)
            || Wording.All.OperandLead.IsIn(Passage, ClauseStart(Math.Max(0, m.First - 8), m.First), m.First);
    }

    /// <summary>Before "to B": "from A to B", 从A改成B.</summary>
    public bool IsFrom(Mention m) => Passage.IsAny(m.First - 1, Wording.All.Froms);

    /// <summary>"A → B": what was there before.</summary>
    public bool LeadsTo(Mention m) => Rest(m) is var rest && rest + 1 < Passage.Tokens.Count
        && (Passage.Tokens[rest].Text is "→" or "⇒" || (Passage.Tokens[rest].Text is "-" or "=" && Passage.Tokens[rest + 1].Text == ">" && Passage.IsJoined(rest)));

    /// <summary>Whether only words that lead to an answer stand before the value, and nothing or a new clause behind it.</summary>
    public bool IsHead(Mention m) => Wording.All.Lead.IsIn(Passage, 0, m.First) && (Rest(m) is var rest
        && (rest >= Passage.Tokens.Count || IsBreakAt(rest) || Wording.All.Remark.In(Passage, rest, Math.Min(Passage.Tokens.Count, rest + 3)) is [var r, ..] && r.First == rest
            || Wording.All.Deny.In(Passage, rest, Math.Min(Passage.Tokens.Count, rest + 3)) is [var d, ..] && d.First == rest));

    /// <summary>Whether the value is said to be the answer: "… is A", "…: A", …是A.</summary>
    public bool IsPredicate(Mention value)
    {
        var at = value.First - 1;
        while (Passage.IsAny(at, Wording.All.Articles) || Passage.IsMark(at, '"'))
            at--;
        return Passage.IsAny(at, Wording.All.Copulas) || (at >= 0 && Passage.Tokens[at].Text is ":" or "→" or "=");
    }

    /// <summary>"person: A": the value of a field.</summary>
    public bool IsKeyed(Mention m) => m.First > 1 && Passage.Tokens[m.First - 1].Text is ":" or "=";

    /// <summary>Whether nothing but marks stands behind the value.</summary>
    public bool IsLast(Mention m) => Passage.Tokens.Skip(m.Last + 1).All(t => t.Kind == TokenKind.Mark);

    /// <summary>Whether the value is all that is said.</summary>
    public bool IsBare(Mention m)
    {
        if (!Wording.All.Lead.IsIn(Passage, 0, m.First))
            return false;
        for (var i = Rest(m); i < Passage.Tokens.Count; i++)
        {
            if (Passage.Tokens[i].Kind != TokenKind.Mark)
                return false;
        }

        return true;
    }

    /// <summary>Whether nothing but "or", "and", commas and the like stands between the two.</summary>
    public bool AreEquals(Mention one, Mention other)
    {
        var (left, right) = one.First < other.First ? (one, other) : (other, one);
        return right.First > left.Last + 1 && right.First - left.Last - 1 <= 9 && Wording.All.Joins.IsIn(Passage, Rest(left), right.First);
    }

    /// <summary>Whether an "or" beside the value leads to another name: "Tavrenko or Lisbon".</summary>
    public bool HasUnknownAlternative(Mention m)
    {
        foreach (var (first, last) in Wording.All.Or.In(Passage))
        {
            var isHan = Passage.Is(first, TokenKind.Han);
            var isBehind = first >= m.Last + 1 && first - m.Last <= 3 && (isHan || NextWord(last + 1) is { IsCapital: true });
            var isBefore = last < m.First && m.First - last <= 3 && first > 0 && (isHan || Passage.Tokens[first - 1].IsCapital);
            if (isBehind || isBefore)
                return true;
        }

        return false;
    }

    /// <summary>"24 or 25 October 1808", 十日至十二日: a date that stands for several.</summary>
    public bool IsInRange(Mention m) =>
        (m.First >= 2 && Passage.Is(m.First - 2, TokenKind.Digits) && IsRangeWord(m.First - 1))
        || (m.Last + 2 < Passage.Tokens.Count && IsRangeWord(m.Last + 1) && Passage.Is(m.Last + 2, TokenKind.Digits));

    private bool IsRangeWord(int at) => Passage.IsAny(at, Wording.All.RangeWords) || Passage.Tokens[at].Text is "-" or "/" or "~";

    /// <summary>The first token behind the value and its unit.</summary>
    public int Rest(Mention m)
    {
        var units = Wording.All.Unit.In(Passage, m.Last + 1);
        return units is [var unit, ..] && unit.First == m.Last + 1 ? unit.Last + 1 : m.Last + 1;
    }

    /// <summary>"Oskell Vane's town": the name is whose, not what.</summary>
    public bool IsPossessor(Mention m) => m.Last + 1 < Passage.Tokens.Count && Passage.Is(m.Last + 1, TokenKind.Word) && m.Text.EndsWith("'s", StringComparison.Ordinal);

    /// <summary>The side of an equals sign on which a token stands.</summary>
    public int SideOf(Mention m)
    {
        var side = 0;
        for (var i = 0; i < m.First; i++)
            side += Passage.Tokens[i].Text is "=" or "≈" ? 1 : 0;
        return side;
    }

    private Token? NextWord(int at)
    {
        while (Passage.IsAny(at, Wording.All.BeforeNames))
            at++;
        return at < Passage.Tokens.Count ? Passage.Tokens[at] : null;
    }

    private int ClauseStart(int from, int at)
    {
        var start = at;
        while (start > from && !Breaks.Contains(Passage.Tokens[start - 1].Text))
            start--;
        return start;
    }

    private bool IsBreakAt(int at) => Breaks.Contains(Passage.Tokens[at].Text) || (at > 0 && Clause[at] != Clause[at - 1]) || Passage.Tokens[at].Text is "\"" or "<" or "*" or "=";

    private bool HasBreak(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (Breaks.Contains(Passage.Tokens[i].Text) || Passage.IsAny(i, Wording.All.Buts))
                return true;
        }

        return false;
    }
}
