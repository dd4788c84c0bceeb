namespace Haystack.Facts;

/// <summary>Draws the values of a document's chains so that none of them gives another away.</summary>
internal sealed class ChainDrafter(Family family, ClearedPools pools, ChainRequest request)
{
    // A draw fails only by coincidence; this many in a row mean that a pool is exhausted.
    private const int MostDraws = 2_000;

    // Many chains leave no room for sums that no mix-up meets: then chance levels count the mix-ups that meet one.
    private const int DrawsWithoutMixUps = 300;

    private readonly Family _family = family;
    private readonly ClearedPools _pools = pools;
    private readonly ChainRequest _request = request;
    private readonly List<DraftChain> _chains = [];
    private readonly ValueRegister _register = new();
    private readonly MixUps _mixUps = new(family, request.Hops);

    /// <summary>The whole chains, then the orphans.</summary>
    /// <exception cref="HaystackException">A pool is exhausted.</exception>
    public IReadOnlyList<DraftChain> Draft()
    {
        // Which end is left out alternates from orphan to orphan, starting by chance.
        var startsWithFirst = _request.Seed.Derive("orphans").Stream().Next(2);
        for (var i = 0; i < Chains; i++)
        {
            var orphan = i - _request.Chains;
            var missing = orphan < 0 ? 0 : (orphan + startsWithFirst) % 2 == 0 ? 1 : _request.Hops;
            var distractor = orphan - _request.Orphans;
            var draft = DraftOne(i, missing, _request.Seed.Derive("values", i).Stream());
            // Every hop in turn, so that facts between are of the kinds that a question asks for.
            _chains.Add(distractor < 0 ? draft : draft with { OnlyHop = (missing == 1 ? 2 : 1) + distractor / 2 % (_request.Hops - 1) });
        }

        return _chains;
    }

    private int Chains => _request.Chains + _request.Orphans + _request.Distractors;

    private DraftChain DraftOne(int index, int missing, RandomStream random)
    {
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var chain = DrawValues(index, missing, random);
            if (chain is not null && !_register.Clashes(Registered(chain))
                && !RepeatsOperand(chain) && (draw >= DrawsWithoutMixUps || !_mixUps.Meets(chain)))
            {
                _mixUps.Add(chain);
                _register.Add(Registered(chain));
                return chain;
            }
        }

        throw new HaystackException(
            $"family '{_family.Name}' ({_family.Language.Code}): the pools hold too few values for {Chains} chains in one document");
    }

    private DraftChain? DrawValues(int index, int missing, RandomStream random)
    {
        Dictionary<string, string> told = new(StringComparer.Ordinal), asked = new(StringComparer.Ordinal);
        foreach (var slot in _family.Hops.Take(_request.Hops).SelectMany(h => h.Slots).Distinct())
        {
            if (!_family.Rule.Draws(_family, slot))
                continue;
            var value = _pools[_family.PoolNames[slot]].Draw(random);
            if (_family.PoolOf(slot).IsValue && (_pools.IsTaken(value.Told) || told.ContainsValue(value.Told)))
                return null;
            told.Add(slot, value.Told);
            if (value.Asked != value.Told)
                asked.Add(slot, value.Asked);
        }

        _family.Rule.Complete(_family, told, random);
        foreach (var (slot, value) in told)
            asked.TryAdd(slot, value);
        var answer = _family.Rule.Answer(_family, _request.Hops, told);
        if (answer is null || _pools.IsTaken(answer) || !_family.Rule.IsUsable(_family, _request.Hops, told, answer))
            return null;
        if (missing == 1 && _family.Rule is Rules.CopyRule)
        {
            // The last fact is planted and tells its value: what was left out led elsewhere, to a value never planted.
            answer = _pools[_family.PoolNames[_family.LastHop(_request.Hops).To]].Draw(random).Told;
            if (_pools.IsTaken(answer) || told.ContainsValue(answer))
                return null;
        }

        return new DraftChain { Index = index, MissingHop = missing, Told = told, Asked = asked, Answer = answer };
    }

    /// <summary>Everything that no other chain of the document may share, or have within a value of its own.</summary>
    private List<string> Registered(DraftChain chain) =>
        [.. Told(chain).Concat(chain.Asked.Where(v => IsValue(v.Key)).Select(v => v.Value)).Append(chain.Answer).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a small number is there again though its pool still has others.</summary>
    private bool RepeatsOperand(DraftChain chain) => chain.Told.Any(v => !IsValue(v.Key)
        && _chains.Count < _family.PoolOf(v.Key).Size && _chains.Any(c => c.Told[v.Key] == v.Value));

    private IEnumerable<string> Told(DraftChain chain) => chain.Told.Where(v => IsValue(v.Key)).Select(v => v.Value);

    private bool IsValue(string slot) => _family.PoolOf(slot).IsValue;
}
