namespace Haystack.Facts;

/// <summary>
/// What a reader gets that puts one chain's relation to another chain's base, where answers are worked out: it should
/// never be right by accident.
/// </summary>
internal sealed class MixUps(Family family, int hops)
{
    private readonly Family _family = family;
    private readonly int _hops = hops;
    private readonly string _base = family.LastHop(hops).To;
    private readonly List<DraftChain> _chains = [];
    private readonly HashSet<string> _mixed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stated = new(StringComparer.Ordinal);

    /// <summary>Whether, with <paramref name="chain"/> added, a mix-up would give some chain's answer or base.</summary>
    public bool Meets(DraftChain chain)
    {
        if (!_family.Rule.IsComputed)
            return false;
        if (_mixed.Contains(chain.Answer) || _mixed.Contains(chain.Told[_base]))
            return true;
        return Mixed(chain).Any(m => m == chain.Answer || m == chain.Told[_base] || _stated.Contains(m));
    }

    public void Add(DraftChain chain)
    {
        if (!_family.Rule.IsComputed)
            return;
        _mixed.UnionWith(Mixed(chain));
        _stated.Add(chain.Answer);
        _stated.Add(chain.Told[_base]);
        _chains.Add(chain);
    }

    private IEnumerable<string> Mixed(DraftChain chain) => _chains.SelectMany(c => new[] { Mix(chain, c), Mix(c, chain) });

    private string Mix(DraftChain relation, DraftChain other) =>
        _family.Rule.Answer(_family, _hops, new Dictionary<string, string>(relation.Told) { [_base] = other.Told[_base] })!;
}
