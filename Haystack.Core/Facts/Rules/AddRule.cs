using System.Globalization;
using Haystack.Facts.Pools;

namespace Haystack.Facts.Rules;

/// <summary>The last fact's number, and as many more as slot <c>change</c> of the first says.</summary>
internal sealed class AddRule : AnswerRule
{
    internal const string Change = "change";

    public override bool IsComputed => true;

    public override IReadOnlyList<string> Extra => [Change];

    public override string? Refuse(Family family) =>
        family.PoolOf(Change) is not WordsPool ? $"slot '{Change}' needs a pool of kind words"
        : family.PoolOf(family.Hops[^1].To) is not NumberPool ? $"slot '{family.Hops[^1].To}' needs a pool of kind number"
        : null;

    public override string? Answer(Family family, int hops, IReadOnlyDictionary<string, string> values)
    {
        var change = ((WordsPool)family.PoolOf(Change)).ToNumber(values[Change]);
        return (int.Parse(values[family.LastHop(hops).To], CultureInfo.InvariantCulture) + change).ToString(CultureInfo.InvariantCulture);
    }

    // The base quantity first: it is the answer of who forgets the relation.
    public override IReadOnlyList<string> Partial(Family family, int hops, IReadOnlyDictionary<string, string> values) =>
        [values[family.LastHop(hops).To], .. base.Partial(family, hops, values)];
}
