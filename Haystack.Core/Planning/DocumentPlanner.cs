using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haystack.Facts;

namespace Haystack.Planning;

/// <summary>Deals distances, orders and positions to the chains of one context length's documents.</summary>
/// <remarks>
/// Every figure is a closed form of (document, chain), so document 7 is the same whether 8 or 10,000 are made:
/// documents can be added later, and made in any order.
/// Distances cycle through all chains of all documents; where there are more distances than chains, the first
/// chain of each document keeps distance 0, since the penalty of distance is measured within documents.
/// Positions follow a Kronecker sequence (steps of the golden ratio, shifted at random for each distance), which
/// spreads any number of points evenly: distance, length and midpoint are crossed.
/// </remarks>
internal sealed class DocumentPlanner
{
    /// <summary>Goes up whenever the same options would give other documents: part of every identity and key.</summary>
    public const int GeneratorVersion = 3;

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

    public DocumentPlanner(
        SweepOptions options, string corpusSha256, string family, string language, int contextTokens,
        IReadOnlyList<int> distances, Arrangement arrangement)
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
    }

    /// <summary>Document number <paramref name="index"/>, from 0.</summary>
    public DocumentPlan Plan(int index)
    {
        var chains = new ChainPlan[_options.ChainsPerDocument];
        for (var chain = 0; chain < chains.Length; chain++)
        {
            var (distance, turn) = Deal(index, chain);
            chains[chain] = Chain(index, chain, distance, turn);
        }

        return Document(index, chains);
    }

    /// <summary>
    /// Document number <paramref name="index"/> with the distances that an adaptive sweep chose for its chains, each of
    /// them one of the planner's.
    /// </summary>
    public DocumentPlan Plan(int index, IReadOnlyList<int> distances) => Document(
        index,
        [.. distances.Select((d, chain) => Chain(index, chain, IndexOf(d), (long)index * distances.Count + chain))]);

    private int IndexOf(int distance)
    {
        for (var i = 0; i < _distances.Count; i++)
        {
            if (_distances[i] == distance)
                return i;
        }

        throw new ArgumentOutOfRangeException(nameof(distance), distance, "not a distance of this context length");
    }

    private ChainPlan Chain(int document, int chain, int distance, long turn) => new(
        (chain + document) % 2 == 0 ? FactOrder.BridgeFirst : FactOrder.BridgeLast,
        _distances[distance],
        Fraction(_shifts[distance] + turn * GoldenRatio));

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
        if (_distances.Count <= perDocument || perDocument == 1)
        {
            var slot = (long)document * perDocument + chain;
            return ((int)(slot % _distances.Count), slot / _distances.Count);
        }

        if (chain == 0)
            return (0, document);
        var rest = (long)document * (perDocument - 1) + chain - 1;
        return (1 + (int)(rest % (_distances.Count - 1)), rest / (_distances.Count - 1));
    }

    private string Identity(int index, ChainPlan[] chains)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"haystack-document/{GeneratorVersion}|{_options.Seed}|{_corpusSha256}|{_family}|{_language}|{_options.Hops}|{_contextTokens}|{index}");
        foreach (var chain in chains)
            text.Append(CultureInfo.InvariantCulture, $"|{chain.Order}:{chain.DistanceTokens}:{chain.Target:R}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
        var suffix = _arrangement == Arrangement.Gathered ? "-gathered" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{_family}-{_language}-{_contextTokens}-{index:D4}-{hash}{suffix}");
    }

    private static double Fraction(double value) => value - Math.Floor(value);
}
