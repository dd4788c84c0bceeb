using Haystack.Facts.Pools;
using Haystack.Facts.Rules;

namespace Haystack.Facts;

/// <summary>A family of facts in one language: how facts and questions are worded and what the answer is.</summary>
internal sealed class Family
{
    /// <summary>Such as <c>link</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The language it is worded in.</summary>
    public required FactLanguage Language { get; init; }

    /// <summary>How the answer follows from the facts.</summary>
    public required AnswerRule Rule { get; init; }

    /// <summary>Which pool each slot's values come from.</summary>
    public required IReadOnlyDictionary<string, string> PoolNames { get; init; }

    /// <summary>Its hops in order; a chain of n uses the first n.</summary>
    public required IReadOnlyList<Hop> Hops { get; init; }

    /// <summary>The questions that need all facts, by how many hops they span.</summary>
    public required IReadOnlyDictionary<int, IReadOnlyList<Template>> Pair { get; init; }

    /// <summary>Further ways, by slot, to write an answer: texts with <c>{value}</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Forms { get; init; }

    /// <summary>Every way to write <paramref name="value"/> of <paramref name="slot"/> that counts as right, itself first.</summary>
    public IReadOnlyList<string> FormsOf(string slot, string value)
    {
        var plain = PoolOf(slot).Forms(value);
        return Forms.TryGetValue(slot, out var forms)
            ? [.. plain, .. forms.SelectMany(f => plain.Select(p => f.Replace("{value}", p, StringComparison.Ordinal)))]
            : plain;
    }

    /// <summary>The pool of a slot, as it stands in the data (nothing removed for a corpus).</summary>
    public Pool PoolOf(string slot) => Language.Pools[PoolNames[slot]];

    /// <summary>The hop that ends a chain of <paramref name="hops"/>.</summary>
    public Hop LastHop(int hops) => Hops[hops - 1];

    /// <summary>
    /// A fact's values under the slot names of the hop whose wording it shares: what its template's gaps are called.
    /// </summary>
    public IReadOnlyDictionary<string, string> ToWording(Hop hop, IReadOnlyDictionary<string, string> values)
    {
        var wording = Hops[hop.Wording - 1];
        var result = hop.With.ToDictionary(s => s, s => values[s], StringComparer.Ordinal);
        result[wording.From] = values[hop.From];
        result[wording.To] = values[hop.To];
        return result;
    }
}
