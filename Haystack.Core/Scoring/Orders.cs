namespace Haystack.Scoring;

/// <summary>Whether words speak of early or of late.</summary>
internal static class Orders
{
    /// <summary>1 for early, −1 for late, 0 for neither or both, among tokens <paramref name="from"/> up to <paramref name="to"/> (exclusive).</summary>
    public static int SenseOf(Passage passage, int from = 0, int to = int.MaxValue)
    {
        to = Math.Min(to, passage.Tokens.Count);
        if (from >= to)
            return 0;
        // 先后 names the order and says neither.
        var names = Wording.All.Sequence.In(passage, from, to);
        var isEarly = Has(Wording.All.Early);
        return isEarly == Has(Wording.All.Late) ? 0 : isEarly ? 1 : -1;

        bool Has(Pattern pattern) => names.Count == 0 ? pattern.IsIn(passage, from, to)
            : pattern.In(passage, from, to).Any(p => !names.Any(n => n.First <= p.First && p.Last <= n.Last));
    }
}
