namespace Haystack.Facts.Rules;

/// <summary>How the answer of a chain follows from the values of its facts. Values are texts by slot name.</summary>
internal abstract class AnswerRule
{
    private static readonly Dictionary<string, AnswerRule> Known = new(StringComparer.Ordinal)
    {
        ["copy"] = new CopyRule(),
        ["add"] = new AddRule(),
        ["add-days"] = new AddDaysRule(),
        ["earlier"] = new EarlierRule(),
        ["select"] = new SelectRule(),
    };

    /// <summary>The rules by the names that data files use.</summary>
    public static IReadOnlyDictionary<string, AnswerRule> ByName => Known;

    /// <summary>Whether the question names two values, one of them the answer.</summary>
    public virtual bool IsChoice => false;

    /// <summary>Whether the answer is worked out and stands nowhere in the text.</summary>
    public virtual bool IsComputed => false;

    /// <summary>Slots that hop 1 must have beside its two ends.</summary>
    public virtual IReadOnlyList<string> Extra => [];

    /// <summary>Why slots of these kinds do not fit; null where they do.</summary>
    public virtual string? Refuse(Family family) => null;

    /// <summary>Whether the pool of this slot is drawn from (false where <see cref="Complete"/> sets it).</summary>
    public virtual bool Draws(Family family, string slot) => true;

    /// <summary>Sets slots that depend on others.</summary>
    public virtual void Complete(Family family, IDictionary<string, string> values, RandomStream random)
    {
    }

    /// <summary>The answer of a chain of <paramref name="hops"/>; null where the values decide nothing.</summary>
    public abstract string? Answer(Family family, int hops, IReadOnlyDictionary<string, string> values);

    /// <summary>Whether a drawn chain with this answer may be planted.</summary>
    public virtual bool IsUsable(Family family, int hops, IReadOnlyDictionary<string, string> values, string answer) => true;

    /// <summary>The values between which a choice question lets choose, in no particular order.</summary>
    public virtual IReadOnlyList<string> Choices(Family family, IReadOnlyDictionary<string, string> values) => [];

    /// <summary>Values that answer only a part of the way.</summary>
    public virtual IReadOnlyList<string> Partial(Family family, int hops, IReadOnlyDictionary<string, string> values) =>
        [.. family.Hops.Take(hops - 1).Select(h => values[h.To])];

    /// <summary>The slot whose pool knows the ways to write the answer.</summary>
    public virtual string AnswerSlot(Family family, int hops) => family.LastHop(hops).To;
}
