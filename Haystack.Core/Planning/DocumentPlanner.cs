using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haystack.Facts;

namespace Haystack.Planning;

/// <summary>Deals distances, orders and positions to the chains of one context length's documents.</summary>
/// <remarks>
/// What is dealt is a closed form of (document, chain), so document 7 is the same whether 8 or 10,000 are made:
/// documents can be added later, and made in any order.
/// Distances cycle through all chains of all documents, in steps that pass over some, so that a few documents hold near
/// and far ones alike; where there are more distances than chains, the first
/// chain of each document keeps distance 0, since the penalty of distance is measured within documents.
/// Positions follow a Kronecker sequence (steps of the golden ratio, shifted at random for each distance) with one
/// counter of turns a distance, which spreads any number of points evenly: distance, length and midpoint are crossed.
/// Orders are balanced within documents and within distances (<see cref="DealtOrders"/>, <see cref="ChainTurns"/>).
/// </remarks>
internal sealed class DocumentPlanner
{
    /// <summary>Goes up whenever the same options would give other documents: part of every identity and key.</summary>
    public const int GeneratorVersion = 4;

    private const double GoldenRatio = 0.618033988749894848;

    private readonly SweepOptions _options;
    private readonly string _corpusSha256;
    private readonly string _family;
    private readonly string _language;
    private readonly int _contextTokens;
    private readonly IReadOnlyList<int> _distances;
    private readonly Arrangement _arrangement;
    private readonly Seed _root;
    private readonly double[] _shifts;
    private readonly DealtOrders _orders;
    private readonly int _step;
    private readonly InterveningDeal? _intervening;

    /// <param name="options">What is asked of all documents.</param>
    /// <param name="corpusSha256">The corpus.</param>
    /// <param name="family">The family's name.</param>
    /// <param name="language">The language's code.</param>
    /// <param name="contextTokens">The rung.</param>
    /// <param name="distances">The distances, ascending.</param>
    /// <param name="arrangement">Spread or gathered.</param>
    /// <param name="mostBetween">How many facts the gap of a distance holds; null where none are planned.</param>
    public DocumentPlanner(
        SweepOptions options, string corpusSha256, string family, string language, int contextTokens,
        IReadOnlyList<int> distances, Arrangement arrangement, Func<int, int>? mostBetween = null)
    {
        _options = options;
        _corpusSha256 = corpusSha256;
        _family = family;
        _language = language;
        _contextTokens = contextTokens;
        _distances = distances;
        _arrangement = arrangement;
        _root = new Seed(options.Seed).Derive($"{family}/{language}/{options.Hops}", contextTokens);
        _shifts = [.. distances.Select(d => _root.Derive("position", d).Stream().NextDouble())];
        _step = StepOver(IsOneKept ? distances.Count - 1 : distances.Count);
        _orders = new DealtOrders(distances.Count, options.ChainsPerDocument, Deal, _root.Derive("orders"));
        _intervening = options.InterveningFacts.Count == 0 ? null
            : new InterveningDeal(options.InterveningFacts, distances, mostBetween ?? (_ => int.MaxValue), _root.Derive("intervening"));
    }

    /// <summary>Document number <paramref name="index"/>, from 0.</summary>
    public DocumentPlan Plan(int index)
    {
        var chains = new ChainPlan[_options.ChainsPerDocument];
        var orders = _orders.Of(index);
        for (var chain = 0; chain < chains.Length; chain++)
        {
            var (distance, turn) = Deal(index, chain);
            chains[chain] = Chain(orders[chain], distance, turn);
        }

        return Document(index, chains);
    }

    /// <summary>
    /// Document number <paramref name="index"/> with distances that were chosen for its chains, each of them one of the
    /// planner's.
    /// </summary>
    /// <param name="index">Its number.</param>
    /// <param name="distances">The distance of each chain.</param>
    /// <param name="turns">What the documents before it were dealt; this one is counted too.</param>
    public DocumentPlan Plan(int index, IReadOnlyList<int> distances, ChainTurns turns)
    {
        var dealt = turns.Deal(distances, _root.Derive("order", index).Stream());
        return Document(index, [.. distances.Select((d, chain) => Chain(dealt[chain].Order, IndexOf(d), dealt[chain].Turn))]);
    }

    private int IndexOf(int distance)
    {
        for (var i = 0; i < _distances.Count; i++)
        {
            if (_distances[i] == distance)
                return i;
        }

        throw new ArgumentOutOfRangeException(nameof(distance), distance, "not a distance of this context length");
    }

    private ChainPlan Chain(FactOrder order, int distance, long turn) =>
        new(order, _distances[distance], Fraction(_shifts[distance] + turn * GoldenRatio)) { InterveningFacts = _intervening?.Of(distance, turn) };

    private DocumentPlan Document(int index, ChainPlan[] chains)
    {
        var seed = _root.Derive("document", index);
        var orphanShift = _root.Derive("orphans").Stream().NextDouble();
        const int orphans = SweepDefaults.OrphansPerDocument;
        return new DocumentPlan
        {
            Id = Identity(index, chains),
            Seed = seed,
            Index = index,
            ContextTokens = _contextTokens,
            Family = _family,
            Language = _language,
            Hops = _options.Hops,
            Arrangement = _arrangement,
            Chains = chains,
            OrphanTargets = [.. Enumerable.Range(0, orphans).Select(o => Fraction(orphanShift + ((long)index * orphans + o) * GoldenRatio))],
        };
    }

    /// <summary>Which distance a chain gets, and how many chains had that distance before it.</summary>
    private (int Distance, long Turn) Deal(int document, int chain)
    {
        var perDocument = _options.ChainsPerDocument;
        if (!IsOneKept)
        {
            var slot = (long)document * perDocument + chain;
            return ((int)(slot * _step % _distances.Count), slot / _distances.Count);
        }

        if (chain == 0)
            return (0, document);
        var rest = (long)document * (perDocument - 1) + chain - 1;
        return (1 + (int)(rest * _step % (_distances.Count - 1)), rest / (_distances.Count - 1));
    }

    /// <summary>Whether there are more distances than chains, so that one chain of each document keeps the smallest.</summary>
    private bool IsOneKept => _distances.Count > _options.ChainsPerDocument && _options.ChainsPerDocument > 1;

    /// <summary>The step nearest to the golden section of <paramref name="count"/> that comes to every one of so many.</summary>
    private static int StepOver(int count) => Enumerable.Range(1, Math.Max(1, count - 1))
        .Where(step => System.Numerics.BigInteger.GreatestCommonDivisor(step, count) == 1)
        .MinBy(step => Math.Abs(step - count * GoldenRatio));

    private string Identity(int index, ChainPlan[] chains)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"haystack-document/{GeneratorVersion}|{_options.Seed}|{_corpusSha256}|{_family}|{_language}|{_options.Hops}|{_contextTokens}|{index}");
        foreach (var chain in chains)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{chain.Order}:{chain.DistanceTokens}:{chain.Target:R}");
            if (chain.InterveningFacts is { } between)
                text.Append(CultureInfo.InvariantCulture, $":{between}");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
        var suffix = _arrangement == Arrangement.Gathered ? "-gathered" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{_family}-{_language}-{_contextTokens}-{index:D4}-{hash}{suffix}");
    }

    private static double Fraction(double value) => value - Math.Floor(value);
}
