using Haystack.Facts;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>
/// What is true of a reader, from its laws: figures that hold everything but distance fixed (at the mean log2 of the
/// rungs, in the middle of the document, both orders, the grid's mean number of intervening facts, averaged over
/// documents), and figures about the very chains that a grid asked.
/// </summary>
internal sealed class ReaderTruth
{
    private const double Fine = 1.02;

    private static readonly (double Z, double Weight)[] Normal = Nodes();

    private readonly ReaderKind _kind;
    private readonly int _meanContext = (int)Math.Round(Math.Pow(2, PlannedGrid.Rungs.Average(r => Math.Log2(r))));
    private readonly double _meanIntervening;
    private readonly Dictionary<(string Document, int Chain), double> _accuracy;

    public ReaderTruth(ReaderKind kind, PlannedGrid grid)
    {
        _kind = kind;
        _meanIntervening = grid.WholeChains.Average(c => c.InterveningFacts);
        _accuracy = grid.WholeChains.ToDictionary(c => (c.Document, c.Chain), c => Accuracy(kind, Memory(kind, c), c.DistanceTokens!.Value));
        Max = grid.WholeChains.Max(c => c.DistanceTokens!.Value);
        D50 = FallsTo(d => (1 - kind.Capped((int)d)) * MemoryAt(d), (1 - kind.Capped(0)) * MemoryAt(0) / 2);
        D85 = double.IsNaN(D50) ? double.NaN : FallsTo(AccuracyAt, 0.85 * AccuracyAt(0));
    }

    /// <summary>The largest distance asked.</summary>
    public int Max { get; }

    /// <summary>Where what it remembers has halved; infinite where it never does within the grid's distances, NaN where it remembers nothing.</summary>
    public double D50 { get; }

    /// <summary>Where accuracy is 85% of that side by side; infinite where it never is.</summary>
    public double D85 { get; }

    /// <summary>Accuracy at a distance, all else fixed.</summary>
    public double AccuracyAt(double distance) => Accuracy(_kind, MemoryAt(distance), (int)distance);

    /// <summary>Mean change of accuracy per doubling of 1 + d, all else fixed.</summary>
    public double ChangePerDoubling(int from, int to) =>
        (AccuracyAt(to) - AccuracyAt(from)) / (Math.Log2(1.0 + to) - Math.Log2(1.0 + from));

    /// <summary>The accuracy expected of chains of the grid.</summary>
    public double Expected(IEnumerable<PlacedChain> chains) => chains.Average(c => _accuracy[(c.Document, c.Chain)]);

    /// <summary>Accuracy near minus accuracy far over the documents of the grid that hold both.</summary>
    public double Penalty(PlannedGrid grid, int near, int far)
    {
        var both = grid.Documents.Where(d => d.Any(c => c.DistanceTokens == near) && d.Any(c => c.DistanceTokens == far)).SelectMany(d => d).ToArray();
        return Expected(both.Where(c => c.DistanceTokens == near)) - Expected(both.Where(c => c.DistanceTokens == far));
    }

    /// <summary>
    /// From which required distance on a passed gate on D50 (D85) is false, and up to which a failed one: it is false to
    /// pass what the figure with all else fixed or the answers as they were asked speak against, and false to fail what
    /// both speak for.
    /// </summary>
    /// <param name="grid">The chains asked.</param>
    /// <param name="keeps85">D85, else D50.</param>
    public (double Pass, double Fail) Gates(PlannedGrid grid, bool keeps85)
    {
        var guess = _kind.Chance.Pair * (1 - _kind.AbstainsFrom(Max));
        var byDistance = grid.WholeChains.GroupBy(c => c.DistanceTokens!.Value).OrderBy(g => g.Key).Select(g => (Distance: g.Key, Accuracy: Expected(g))).ToArray();
        var near = byDistance[0].Accuracy;
        var enough = keeps85 ? 0.85 * near : (near + guess) / 2;
        var fixedElse = keeps85 ? D85 : D50;
        var lost = byDistance.Where(d => d.Accuracy <= enough).Select(d => (double)d.Distance).FirstOrDefault(double.PositiveInfinity);
        var kept = byDistance.TakeWhile(d => d.Accuracy > enough).Select(d => (double)d.Distance).LastOrDefault(0);
        return double.IsNaN(fixedElse) ? (1, 0) : (Math.Min(fixedElse, lost), fixedElse <= lost ? fixedElse : kept);
    }

    /// <summary>p(pair) − p(both found alone) over the chains of the grid at a length and distance.</summary>
    public double CombiningLoss(PlannedGrid grid, int context, int distance)
    {
        var chains = grid.WholeChains.Where(c => c.ContextTokens == context && c.DistanceTokens == distance).ToArray();
        // Of one document, whose lapse is its own, both single facts are asked.
        return Expected(chains) - chains.Average(c => _kind.Halves.Average(h => Single(c.FirstPlace, c, h.Lapse) * Single(c.LastPlace, c, h.Lapse)));
    }

    /// <summary>What it remembers of a chain, averaged over documents.</summary>
    public static double Memory(ReaderKind kind, PlacedChain chain) =>
        Found(kind, chain.FirstPlace, chain.ContextTokens) * Found(kind, chain.LastPlace, chain.ContextTokens)
        * kind.Halves.Average(h => Averaged(h.Combine(chain), kind.DocumentSpread) * (1 - h.Lapse));

    private static double Found(ReaderKind kind, double place, int contextTokens) => kind.FactSpread == 0
        ? kind.Find(place, contextTokens)
        : Averaged(ReaderKind.Odds(kind.Find(place, contextTokens)), kind.FactSpread);

    private static double Accuracy(ReaderKind kind, double memory, int distance) =>
        (1 - kind.Capped(distance)) * (memory + (1 - memory) * kind.Chance.Pair * (1 - kind.AbstainsFrom(distance)));

    private double Single(double place, PlacedChain chain, double lapse)
    {
        var found = Found(_kind, place, chain.ContextTokens) * (1 - lapse);
        return found + (1 - found) * _kind.Chance.Single * (1 - _kind.Abstains);
    }

    private double MemoryAt(double distance) => new[] { FactOrder.BridgeFirst, FactOrder.BridgeLast }.Average(order => Memory(_kind, new PlacedChain
    {
        Document = "",
        Chain = 0,
        ContextTokens = _meanContext,
        DistanceTokens = (int)distance,
        Order = order,
        FirstPlace = 0.5,
        LastPlace = 0.5,
        Position = 0.5,
        InterveningFacts = (int)Math.Round(_meanIntervening),
    }));

    private static double Averaged(double odds, double spread) => spread == 0
        ? ReaderKind.Logistic(odds)
        : Normal.Sum(n => n.Weight * ReaderKind.Logistic(odds + n.Z * spread));

    private double FallsTo(Func<double, double> of, double level)
    {
        if (level < 1e-9)
            return double.NaN;
        for (var d = 1.0; d <= Max; d = Math.Max(d + 1, d * Fine))
        {
            if (of(d) <= level)
                return d;
        }

        return double.PositiveInfinity;
    }

    private static (double, double)[] Nodes()
    {
        var z = Enumerable.Range(-25, 51).Select(i => i * 0.2).ToArray();
        var sum = z.Sum(v => Math.Exp(-v * v / 2));
        return [.. z.Select(v => (v, Math.Exp(-v * v / 2) / sum))];
    }
}
