using Haystack.Planning;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.LiveGates;

/// <summary>Asks about documents batch by batch, a look after each, until the gate is decided or the documents end.</summary>
internal sealed class LiveGateAsking
{
    private readonly PreparedSweep _sweep;
    private readonly RunStore _store;
    private readonly LiveGateLooks _looks;
    private readonly Action<string>? _listener;

    public LiveGateAsking(PreparedSweep sweep, RunStore store, LiveGateLooks looks, Action<string>? listener) =>
        (_sweep, _store, _looks, _listener) = (sweep, store, looks, listener);

    /// <summary>Asks.</summary>
    /// <returns>Why the model was given up; null where it was not.</returns>
    public async Task<string?> AskAsync(IReadOnlyList<(DocumentSet Set, DocumentPlan Plan)> documents, CancellationToken cancellationToken)
    {
        var asked = new List<DocumentPlan>();
        while (asked.Count < documents.Count && !_looks.IsOver)
        {
            var batch = documents.Skip(asked.Count).Take(LiveGateLooks.BatchAfter(asked.Count)).ToArray();
            if (await AskBatchAsync(batch, cancellationToken).ConfigureAwait(false) is { } givenUp)
                return givenUp;
            asked.AddRange(batch.Select(d => d.Plan));
            _looks.Look(_store.ReadTrials(_sweep.Models[0].Row.Name), [.. asked.Select(p => p.Id)]);
            _listener?.Invoke(_looks.State);
        }

        return null;
    }

    private async Task<string?> AskBatchAsync((DocumentSet Set, DocumentPlan Plan)[] batch, CancellationToken cancellationToken)
    {
        // What is decided is not asked about any more.
        var options = _sweep.Options with { Arms = _looks.ArmsLeft() };
        var runner = new TrialRunner(_sweep.Models[0], 0, options, _store, _store.FinishedKeys(), static _ => ValueTask.CompletedTask);
        foreach (var ofSet in batch.GroupBy(d => d.Set))
        {
            await runner.AskAboutAsync(ofSet.Key, [.. ofSet.Select(d => d.Plan)], CancellationToken.None, cancellationToken).ConfigureAwait(false);
            if (runner.GivenUp is { } reason)
                return reason;
        }

        return null;
    }
}
