using Haystack.Facts;

namespace Haystack.Planning;

/// <summary>
/// How often each distance of one context length was dealt, and how its orders lean: what the next document's places and
/// orders follow from. Deals documents one after the other.
/// </summary>
/// <remarks>
/// Within a document the orders are as equal as their number lets them be, and every distance takes them in turn as far
/// as that allows: a distance that was dealt a surplus of one order gets the other before any that was not.
/// </remarks>
internal sealed class ChainTurns
{
    private readonly Dictionary<int, (long Turn, int Lean)> _distances = [];

    /// <summary>Counts a chain that was dealt elsewhere.</summary>
    public void Count(int distance, FactOrder order)
    {
        var (turn, lean) = _distances.GetValueOrDefault(distance);
        _distances[distance] = (turn + 1, lean + Sign(order));
    }

    /// <summary>The turns and orders of one more document's chains.</summary>
    /// <param name="distances">The distance of each chain.</param>
    /// <param name="random">Breaks ties; drawn from once a chain, whatever the ties.</param>
    public IReadOnlyList<(long Turn, FactOrder Order)> Deal(IReadOnlyList<int> distances, RandomStream random)
    {
        var orders = Orders(distances, [.. distances.Select(_ => random.NextDouble())]);
        var dealt = new List<(long, FactOrder)>();
        for (var chain = 0; chain < orders.Length; chain++)
        {
            dealt.Add((_distances.GetValueOrDefault(distances[chain]).Turn, orders[chain]));
            Count(distances[chain], orders[chain]);
        }

        return dealt;
    }

    private FactOrder[] Orders(IReadOnlyList<int> distances, double[] ties)
    {
        var orders = new FactOrder[distances.Count];
        var leans = new Dictionary<int, int>();
        var open = new List<int>();
        foreach (var same in Enumerable.Range(0, distances.Count).GroupBy(c => distances[c]))
        {
            // Two of one distance in a document take one order each: what is left over is at most one chain a distance.
            int[] chains = [.. same];
            for (var i = 0; i + 1 < chains.Length; i += 2)
            {
                var first = ties[chains[i]] < 0.5 ? FactOrder.BridgeFirst : FactOrder.BridgeLast;
                (orders[chains[i]], orders[chains[i + 1]]) = (first, Other(first));
            }

            if (chains.Length % 2 == 1)
                open.Add(chains[^1]);
            leans[same.Key] = _distances.GetValueOrDefault(same.Key).Lean;
        }

        // Half of what is left over gets each order: those that lean most to one side get the other.
        int[] ranked = [.. open.OrderBy(c => leans[distances[c]]).ThenBy(c => ties[c])];
        var firsts = (ranked.Length + (ranked.Length % 2 == 1 && LeansLast(ranked, leans, distances, ties) ? 1 : 0)) / 2;
        for (var i = 0; i < ranked.Length; i++)
            orders[ranked[i]] = i < firsts ? FactOrder.BridgeFirst : FactOrder.BridgeLast;
        return orders;
    }

    /// <summary>Whether the middle one of an odd number should get the first order.</summary>
    private static bool LeansLast(int[] ranked, Dictionary<int, int> leans, IReadOnlyList<int> distances, double[] ties)
    {
        var middle = ranked[ranked.Length / 2];
        var lean = leans[distances[middle]];
        return lean < 0 || (lean == 0 && ties[middle] < 0.5);
    }

    private static int Sign(FactOrder order) => order == FactOrder.BridgeFirst ? 1 : -1;

    private static FactOrder Other(FactOrder order) => order == FactOrder.BridgeFirst ? FactOrder.BridgeLast : FactOrder.BridgeFirst;
}
