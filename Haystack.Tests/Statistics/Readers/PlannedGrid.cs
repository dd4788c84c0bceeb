using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>
/// The default sweep's documents (2k–16k) by the program's own planner, grid and layout, without a word of text: facts
/// are lengths in tokens.
/// </summary>
internal sealed class PlannedGrid
{
    private const int Chains = SweepDefaults.ChainsPerDocument, Orphans = SweepDefaults.OrphansPerDocument;

    /// <summary>Tokens of instruction, question and template.</summary>
    private const int AroundDocument = 150;

    /// <summary>Facts of the default family have so many tokens (from, up to).</summary>
    private const int ShortestFact = 18, LongestFact = 34;

    private const int LeastStretch = 12;

    private PlannedGrid(IReadOnlyList<PlacedChain[]> documents) => Documents = documents;

    /// <summary>The rungs, in tokens.</summary>
    public static IReadOnlyList<int> Rungs { get; } = [2048, 4096, 8192, 16384];

    /// <summary>The documents, each with its chains, orphans last.</summary>
    public IReadOnlyList<PlacedChain[]> Documents { get; }

    /// <summary>The whole chains of all documents.</summary>
    public IEnumerable<PlacedChain> WholeChains => Documents.SelectMany(d => d).Where(c => c.DistanceTokens is not null);

    /// <summary>A grid of so many documents a rung.</summary>
    public static PlannedGrid Make(int documents, ulong seed)
    {
        var options = new SweepOptions { Seed = seed, Documents = documents };
        return new PlannedGrid([.. Rungs.SelectMany(context =>
        {
            var room = context - AroundDocument;
            var largest = (room - 2 * LeastStretch - 2 * (LongestFact + 32)) / 128 * 128;
            var planner = new DocumentPlanner(options, "none", "link", "en", context, DistanceGrid.For([], context, largest), Arrangement.Spread);
            return Enumerable.Range(0, documents).Select(i => Place(planner.Plan(i), room));
        })]);
    }

    private static PlacedChain[] Place(DocumentPlan plan, int room)
    {
        var random = plan.Seed.Derive("lengths").Stream();
        var blocks = plan.Chains.Select((c, i) => FactBlock.Of(i, c.Target, [Length(), Length()], c.DistanceTokens))
            .Concat(plan.OrphanTargets.Select((t, i) => FactBlock.Of(Chains + i, t, [Length()], 0)))
            .ToList();
        var starts = FactLayout.Place(blocks, room, LeastStretch, plan.Seed.Derive("layout").Stream())
            ?? throw new InvalidOperationException($"document {plan.Id} finds no room");
        var facts = blocks.SelectMany((b, i) => b.Offsets.Select((o, j) => (Block: i, Middle: starts[i] + o + b.Lengths[j] / 2.0))).ToArray();
        return [.. blocks.Select((b, i) =>
        {
            var own = facts.Where(f => f.Block == i).Select(f => f.Middle / room).Order().ToArray();
            var whole = i < plan.Chains.Count;
            var order = whole ? plan.Chains[i].Order : FactOrder.BridgeFirst;
            var between = facts.Count(f => f.Block != i && f.Middle / room > own[0] && f.Middle / room < own[^1]);
            return new PlacedChain
            {
                Document = plan.Id,
                Chain = i,
                ContextTokens = plan.ContextTokens,
                DistanceTokens = whole ? plan.Chains[i].DistanceTokens : null,
                Order = order,
                FirstPlace = order == FactOrder.BridgeFirst ? own[0] : own[^1],
                LastPlace = order == FactOrder.BridgeFirst ? own[^1] : own[0],
                Position = (starts[i] + (starts[i] + b.Span)) / 2.0 / room,
                InterveningFacts = between,
            };
        })];

        int Length() => random.Next(ShortestFact, LongestFact);
    }
}
