using Haystack.Analysis;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Designs;

/// <summary>Documents where they tell most, batch after batch, until every interval is narrow enough or the budget is spent.</summary>
internal sealed class AdaptiveDesign(PreparedModel model, SweepOptions options) : IDesign
{
    /// <inheritdoc/>
    public IEnumerable<Round> Planned => [];

    /// <summary>All families, languages and arrangements, each with looks of its own.</summary>
    public IEnumerable<Round> After(StoredRows stored) =>
        model.Sets.GroupBy(s => (s.Family, s.Language, s.Arrangement)).SelectMany(condition => Of([.. condition], stored));

    private IEnumerable<Round> Of(IReadOnlyList<DocumentSet> sets, StoredRows stored)
    {
        var cells = sets.SelectMany(s => s.Distances.Select(d => new AllocationCell(s.Rung.ContextTokens, d))).ToList();
        var goal = new AllocationGoal
        {
            CellWidth = options.CiWidth,
            HalfDoublings = options.D50Width,
            ChainsPerDocument = options.ChainsPerDocument,
            MaxDocuments = options.Documents * sets.Count,
        };
        var made = sets.ToDictionary(s => s.Rung.ContextTokens, _ => (Documents: 0, Turns: new ChainTurns()));
        // Rows of batches after this one, which a resumed sweep has, must not steer it.
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (Next([.. stored.Read().Where(t => ids.Contains(t.DocumentId))], cells, goal) is { Done: false } step)
        {
            var documents = new List<RoundDocument>();
            foreach (var next in step.Documents.OrderBy(d => d.ContextTokens))
            {
                var set = sets.First(s => s.Rung.ContextTokens == next.ContextTokens);
                var (index, turns) = made[next.ContextTokens];
                made[next.ContextTokens] = (index + 1, turns);
                var plan = set.Plan(index, next.DistanceTokens, turns);
                documents.Add(new RoundDocument(set, plan, Trials.InOrder(plan, options, model.Cold.Of(set, plan))));
            }

            ids.UnionWith(documents.Select(d => d.Plan.Id));
            yield return new Round(documents);
        }
    }

    private static AllocationStep Next(IReadOnlyList<TrialRow> rows, IReadOnlyList<AllocationCell> cells, AllocationGoal goal) =>
        AdaptiveAllocation.Next(ChainTable.From(rows), rows.Select(t => t.DocumentId).Distinct(StringComparer.Ordinal).Count(), cells, goal);
}
