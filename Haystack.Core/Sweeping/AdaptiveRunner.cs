using Haystack.Planning;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>
/// Adds documents in batches where they tell most, until every interval is narrow enough or the budget is spent.
/// </summary>
/// <remarks>
/// What comes next is a pure function of the rows of the batches before it, so a resumed sweep walks the same way: it
/// goes through its batches from the first, asks what is not yet stored, and looks again.
/// </remarks>
internal sealed class AdaptiveRunner
{
    private readonly PreparedModel _model;
    private readonly SweepOptions _options;
    private readonly TrialRunner _runner;

    public AdaptiveRunner(PreparedModel model, SweepOptions options, TrialRunner runner)
    {
        _model = model;
        _options = options;
        _runner = runner;
    }

    /// <summary>Runs all families, languages and arrangements, each with looks of its own.</summary>
    public async Task RunAsync(CancellationToken drain, CancellationToken cancellationToken)
    {
        foreach (var condition in _model.Sets.GroupBy(s => (s.Family, s.Language, s.Arrangement)))
            await RunAsync([.. condition], drain, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(IReadOnlyList<DocumentSet> sets, CancellationToken drain, CancellationToken cancellationToken)
    {
        var cells = sets.SelectMany(s => s.Distances.Select(d => new AllocationCell(s.Rung.ContextTokens, d))).ToList();
        var goal = new AllocationGoal
        {
            CellWidth = _options.CiWidth,
            HalfDoublings = _options.D50Width,
            ChainsPerDocument = _options.ChainsPerDocument,
            MaxDocuments = _options.Documents * sets.Count,
        };
        var made = sets.ToDictionary(s => s.Rung.ContextTokens, _ => (Documents: 0, Turns: new ChainTurns()));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (!drain.IsCancellationRequested && !_runner.IsGivenUp)
        {
            IReadOnlyList<TrialRow> rows = [.. _runner.StoredRows().Where(t => ids.Contains(t.DocumentId))];
            var step = AdaptiveAllocation.Next(rows, cells, goal);
            if (step.Done)
                return;
            foreach (var batch in step.Documents.GroupBy(d => d.ContextTokens).OrderBy(b => b.Key))
            {
                var set = sets.First(s => s.Rung.ContextTokens == batch.Key);
                var plans = new List<DocumentPlan>();
                foreach (var document in batch)
                {
                    var (index, turns) = made[batch.Key];
                    made[batch.Key] = (index + 1, turns);
                    plans.Add(set.Plan(index, document.DistanceTokens, turns));
                }

                ids.UnionWith(plans.Select(p => p.Id));
                await _runner.AskAboutAsync(set, plans, drain, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
