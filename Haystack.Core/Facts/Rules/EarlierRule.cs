using Haystack.Facts.Pools;

namespace Haystack.Facts.Rules;

/// <summary>Two dated things; the answer is the one of the earlier date.</summary>
internal sealed class EarlierRule : AnswerRule
{
    public override bool IsChoice => true;

    public override string? Refuse(Family family) =>
        family.Hops.Any(h => family.PoolOf(h.To) is not DatePool) ? "both hops must lead to a pool of kind date" : null;

    public override string? Answer(Family family, int hops, IReadOnlyDictionary<string, string> values)
    {
        var (one, other) = (family.Hops[0], family.Hops[1]);
        var pool = (DatePool)family.PoolOf(one.To);
        var order = pool.Parse(values[one.To]).CompareTo(pool.Parse(values[other.To]));
        return order == 0 ? null : values[order < 0 ? one.From : other.From];
    }

    public override IReadOnlyList<string> Choices(Family family, IReadOnlyDictionary<string, string> values) =>
        [values[family.Hops[0].From], values[family.Hops[1].From]];

    public override IReadOnlyList<string> Partial(Family family, int hops, IReadOnlyDictionary<string, string> values) =>
        [values[family.Hops[0].To], values[family.Hops[1].To]];

    public override string AnswerSlot(Family family, int hops) => family.Hops[0].From;
}
