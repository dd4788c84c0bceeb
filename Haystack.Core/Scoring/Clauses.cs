using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>The build of a passage, as far as it says which of its values is meant.</summary>
internal sealed class Clauses
{
    private static readonly FrozenSet<string> Connectors = new[]
    {
        "or", "and", ",", "/", "either", "maybe", "perhaps", "possibly", "the", "a", "an", "in", "at", "on", "&", "、", "，", "或", "者", "和",
        "与", "及", "以", "还", "是", "要", "么", "\"", "to", "-", "|", "in", "also", "both", "即",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Comparers = new[] { "more", "fewer", "less", "greater", "higher", "lower" }.ToFrozenSet();
    private static readonly FrozenSet<string> OperandLeads =
        new[] { "than", "plus", "minus", "times", "add", "adding", "subtract", "subtracting", "+", "*", "×", "-", "比", "加", "减", "多", "少", "上", "去" }.ToFrozenSet();

    private static readonly FrozenSet<string> Operators = new[] { "+", "*", "×", "plus", "minus", "times", "加", "减" }.ToFrozenSet();
    private static readonly FrozenSet<string> Breaks = new[] { ",", ".", ";", ":", "—", "，", "。", "；", "!", "?", "(", ")", "but", "而", "但" }.ToFrozenSet();

    private readonly Passage passage;
    private readonly IReadOnlyList<(int First, int Last)> denials;
    private readonly IReadOnlyList<(int First, int Last)> denied;

    public Clauses(Passage passage, ReadingRules rules)
    {
        this.passage = passage;
        denials = rules.Negation ? Phrases.Denial.In(passage) : [];
        denied = rules.Negation ? Phrases.Denied.In(passage) : [];
    }

    /// <summary>"not in A", "A is wrong": a denial in the same clause, a few words off at most.</summary>
    public bool IsDenied(Mention mention) =>
        denials.Any(d => d.Last < mention.First && mention.First - d.Last <= 6 && !HasBreak(d.Last + 1, mention.First))
        || denied.Any(d => d.First == mention.Last + 1);

    /// <summary>The values after the last correction.</summary>
    public IEnumerable<Mention> AfterCorrection(IReadOnlyList<Mention> mentions) => AfterLast(Phrases.Correction, mentions);

    /// <summary>The values after the last "so" or "but".</summary>
    public IEnumerable<Mention> AfterConclusion(IReadOnlyList<Mention> mentions) => AfterLast(Phrases.Conclusion, mentions);

    /// <summary>The values before the first "because", "which" …, counted from the first value.</summary>
    public IEnumerable<Mention> BeforeReasons(IReadOnlyList<Mention> mentions)
    {
        var reasons = Phrases.Subordinate.In(passage, mentions[0].Last + 1, passage.Tokens.Count);
        return reasons.Count == 0 ? mentions : mentions.Where(m => m.First < reasons[0].First);
    }

    /// <summary>The values that stand in no brackets.</summary>
    public IEnumerable<Mention> OutsideBrackets(IReadOnlyList<Mention> mentions)
    {
        var depth = 0;
        var isInside = new bool[passage.Tokens.Count];
        for (var i = 0; i < isInside.Length; i++)
        {
            if (passage.Tokens[i].Text is "(" or "[" or "（" or "【")
                depth++;
            isInside[i] = depth > 0;
            if (passage.Tokens[i].Text is ")" or "]" or "）" or "】" && depth > 0)
                depth--;
        }

        return mentions.Where(m => !isInside[m.First]);
    }

    /// <summary>The number that stands alone on its side of an equals sign; of two the later.</summary>
    public IEnumerable<Mention> LoneSideOfEquation(IReadOnlyList<Mention> mentions)
    {
        var sides = mentions.GroupBy(m => Enumerable.Range(0, m.First).Count(i => passage.Tokens[i].Text is "=" or "≈")).ToList();
        return sides.Count < 2 ? mentions : sides.LastOrDefault(s => s.Count() == 1) ?? Enumerable.Empty<Mention>();
    }

    /// <summary>The numbers that are not added, subtracted or compared with.</summary>
    public IEnumerable<Mention> NoOperands(IReadOnlyList<Mention> mentions) => mentions.Where(m => !IsOperand(m));

    /// <summary>Whether words of doubt stand in the clause of the value.</summary>
    public bool IsHedged(Mention mention)
    {
        var start = mention.First;
        while (start > 0 && !Breaks.Contains(passage.Tokens[start - 1].Text))
            start--;
        var end = mention.Last + 1;
        while (end < passage.Tokens.Count && passage.Tokens[end].Text is not ("." or ";" or "。" or "；" or "but" or "但"))
            end++;
        return Phrases.Hedge.In(passage, start, end).Count > 0;
    }

    /// <summary>Whether nothing but "or", "and", commas and the like stands between the two.</summary>
    public bool AreEquals(Mention one, Mention other)
    {
        var (left, right) = one.First < other.First ? (one, other) : (other, one);
        var between = right.First - left.Last - 1;
        return between is >= 1 and <= 8
            && Enumerable.Range(left.Last + 1, between).All(i => Connectors.Contains(passage.Tokens[i].Text));
    }

    private IEnumerable<Mention> AfterLast(PhrasePattern pattern, IReadOnlyList<Mention> mentions)
    {
        var turns = pattern.In(passage).Where(t => t.Last < mentions[^1].First).ToList();
        return turns.Count == 0 ? mentions : mentions.Where(m => m.First > turns[^1].Last);
    }

    private bool IsOperand(Mention mention)
    {
        if (mention.First > 0 && OperandLeads.Contains(passage.Tokens[mention.First - 1].Text))
            return true;
        if (mention.First > 1 && passage.Tokens[mention.First - 1].Text is "the" && OperandLeads.Contains(passage.Tokens[mention.First - 2].Text))
            return true;
        if (passage.IsAny(mention.Last + 1, Operators))
            return true;
        for (var i = mention.Last + 1; i < Math.Min(mention.Last + 4, passage.Tokens.Count) && passage.Tokens[i].Kind == TokenKind.Word; i++)
        {
            if (Comparers.Contains(passage.Tokens[i].Text))
                return true;
        }

        return false;
    }

    private bool HasBreak(int from, int to) =>
        Enumerable.Range(from, to - from).Any(i => Breaks.Contains(passage.Tokens[i].Text));
}
