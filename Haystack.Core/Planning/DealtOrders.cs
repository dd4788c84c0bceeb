using Haystack.Facts;

namespace Haystack.Planning;

/// <summary>
/// Orders for documents whose distances are dealt in turn: as equal as can be within each document, and within each
/// distance after any number of documents.
/// </summary>
/// <remarks>
/// The chains of a document are taken two by two, and so are the turns of a distance, and the two of a pair get one order
/// each. Each chain is in at most one pair of either kind, so the pairs join chains to paths and to rings of even length:
/// going along them and taking the orders in turn satisfies all pairs at once. The dealing repeats itself, and after a
/// round of <see cref="DocumentsARound"/> documents every distance has had an even number of turns.
/// </remarks>
internal sealed class DealtOrders
{
    private readonly Func<int, int, (int Distance, long Turn)> _deal;
    private readonly int _chains;
    private readonly Seed _seed;

    /// <param name="distances">How many distances there are.</param>
    /// <param name="chains">Chains a document.</param>
    /// <param name="deal">The distance and turn of a chain of a document.</param>
    /// <param name="seed">Where each path's first order comes from.</param>
    public DealtOrders(int distances, int chains, Func<int, int, (int Distance, long Turn)> deal, Seed seed)
    {
        (_deal, _chains, _seed) = (deal, chains, seed);
        // More distances than chains: one chain keeps the smallest distance, the others take turns.
        var (many, takers) = distances > chains && chains > 1 ? (distances - 1, chains - 1) : (distances, chains);
        DocumentsARound = 2 * many / (int)System.Numerics.BigInteger.GreatestCommonDivisor(many, takers);
    }

    /// <summary>After so many documents the dealing begins anew.</summary>
    public int DocumentsARound { get; }

    /// <summary>The orders of one document's chains.</summary>
    public FactOrder[] Of(int document)
    {
        var round = document / DocumentsARound;
        var orders = Round(round);
        var from = document % DocumentsARound * _chains;
        return orders[from..(from + _chains)];
    }

    private FactOrder[] Round(int round)
    {
        var count = DocumentsARound * _chains;
        var beside = new int[count];
        var next = new int[count];
        var open = new Dictionary<(int Distance, long Pair), int>();
        for (var i = 0; i < count; i++)
        {
            var chain = i % _chains;
            beside[i] = chain % 2 == 1 ? i - 1 : chain + 1 < _chains ? i + 1 : -1;
            next[i] = -1;
            var (distance, turn) = _deal(round * DocumentsARound + i / _chains, chain);
            if (open.Remove((distance, turn / 2), out var other))
                (next[i], next[other]) = (other, i);
            else
                open.Add((distance, turn / 2), i);
        }

        var random = _seed.Derive("round", round).Stream();
        var orders = new FactOrder?[count];
        for (var i = 0; i < count; i++)
        {
            if (orders[i] is not null)
                continue;
            var order = random.Next(2) == 0 ? FactOrder.BridgeFirst : FactOrder.BridgeLast;
            orders[i] = order;
            Follow(i, beside, next);
            Follow(i, next, beside);
        }

        return [.. orders.Select(o => o!.Value)];

        void Follow(int from, int[] now, int[] then)
        {
            for (var to = now[from]; to >= 0 && orders[to] is null; (from, to, now, then) = (to, then[to], then, now))
                orders[to] = orders[from] == FactOrder.BridgeFirst ? FactOrder.BridgeLast : FactOrder.BridgeFirst;
        }
    }
}
