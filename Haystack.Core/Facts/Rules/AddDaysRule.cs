using Haystack.Facts.Pools;

namespace Haystack.Facts.Rules;

/// <summary>The last fact's date, and as many days later as slot <c>change</c> of the first says.</summary>
internal sealed class AddDaysRule : AnswerRule
{
    public override bool IsComputed => true;

    public override IReadOnlyList<string> Extra => [AddRule.Change];

    public override string? Refuse(Family family) =>
        family.PoolOf(AddRule.Change) is not WordsPool ? $"slot '{AddRule.Change}' needs a pool of kind words"
        : family.PoolOf(family.Hops[^1].To) is not DatePool ? $"slot '{family.Hops[^1].To}' needs a pool of kind date"
        : null;

    /// <summary>Only pairs that stay within one month are planted: no answer needs the lengths of months.</summary>
    public override bool IsUsable(Family family, int hops, IReadOnlyDictionary<string, string> values, string answer)
    {
        var pool = (DatePool)family.PoolOf(family.LastHop(hops).To);
        return pool.Parse(values[family.LastHop(hops).To]).Month == pool.Parse(answer).Month;
    }

    public override string? Answer(Family family, int hops, IReadOnlyDictionary<string, string> values)
    {
        var pool = (DatePool)family.PoolOf(family.LastHop(hops).To);
        var days = ((WordsPool)family.PoolOf(AddRule.Change)).ToNumber(values[AddRule.Change]);
        return pool.Print(pool.Parse(values[family.LastHop(hops).To]).AddDays(days));
    }

    public override IReadOnlyList<string> Partial(Family family, int hops, IReadOnlyDictionary<string, string> values) =>
        [values[family.LastHop(hops).To], .. base.Partial(family, hops, values)];
}
