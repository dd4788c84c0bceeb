using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>Reads "A came before B" and its kin as the answer to which was first, or which was later.</summary>
internal static class Comparisons
{
    private static readonly PhrasePattern Early = new(
        @"\b(first|earlier|earliest|before|preceded|precedes|predates|predated|prior|older|oldest)\b", "先于|早于|在先|更早|较早|最早|之前|以前|首先|先|早|前");

    private static readonly PhrasePattern Late = new(
        @"\b(later|last|latest|after|follows|followed|second|afterwards|newer|subsequent)\b", "晚于|后于|在后|更晚|较晚|最晚|之后|以后|晚|后");

    /// <summary>The value that the passage makes the answer; null where it makes none.</summary>
    public static Mention? Select(Question question, Passage passage, List<Mention> mentions)
    {
        var asked = Sense(Passage.From(question.Text, ReadingRules.All), 0, int.MaxValue) ?? 0;
        // Two neighbouring mentions of different values: the last such pair.
        var second = mentions.FindLastIndex(m => m.Key != mentions[^1].Key) + 1;
        var (a, b) = (mentions[second - 1], mentions[second]);
        var between = Sense(passage, a.Last + 1, b.First);
        // "…, the first was B": named outright.
        if (between is { } said && (said == 0 || said == asked) && IsPredicate(passage, b))
            return b;
        if (asked == 0 || mentions.Select(m => m.Key).Distinct().Count() != 2)
            return null;
        var behind = Sense(passage, b.Last + 1, passage.Tokens.Count) ?? 0;
        // A比B早, A在B之前: what stands behind B is said of A.
        var isSaidOfFirst = Enumerable.Range(a.Last + 1, b.First - a.Last - 1).Any(i => passage.Tokens[i].Text is "比" or "在");
        var senseOfFirst = between switch
        {
            null => FirstSense(passage, a.Last + 1, b.First),
            0 => isSaidOfFirst ? behind : -behind,
            { } clear => clear,
        };
        return senseOfFirst == 0 ? null : senseOfFirst == asked ? a : b;
    }

    /// <summary>Whether the value is said to be the answer: "… is A", "…: A", …是A.</summary>
    private static bool IsPredicate(Passage passage, Mention value)
    {
        var at = value.First - 1;
        while (at >= 0 && passage.Tokens[at].Text is "the" or "a" or "an" or "\"")
            at--;
        return at >= 0 && passage.Tokens[at].Text is "is" or "was" or ":" or "是" or "为" or "→" or "=";
    }

    /// <summary>"A came first and the second was B": the first word of the two is said of A.</summary>
    private static int FirstSense(Passage passage, int from, int to) =>
        Early.In(passage, from, to)[0].First < Late.In(passage, from, to)[0].First ? 1 : -1;

    /// <summary>1 for early, -1 for late, 0 for neither, null for both.</summary>
    private static int? Sense(Passage passage, int from, int to)
    {
        to = Math.Min(to, passage.Tokens.Count);
        if (from >= to)
            return 0;
        var isEarly = Early.In(passage, from, to).Count > 0;
        var isLate = Late.In(passage, from, to).Count > 0;
        return isEarly && isLate ? null : isEarly ? 1 : isLate ? -1 : 0;
    }
}
