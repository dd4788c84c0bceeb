using Haystack.Flights;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Asking;

/// <summary>
/// Several servers of one model. Each takes a document when it has a place free and asks all its questions; what a dead one
/// leaves goes back, and one that has nothing to do takes over what a slower one would take longer for.
/// </summary>
internal sealed class Fleet
{
    /// <summary>A question that failed so often, on whichever servers, has failed.</summary>
    private const int MostFailures = 3;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly FleetQueue _queue;
    private readonly LaneWatch _watch;
    private readonly IReadOnlyList<ServerLane> _lanes;
    private readonly RunStore _store;
    private readonly Endurance _endurance;
    private readonly SweepEnvironment _environment;
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);

    private Fleet(IReadOnlyList<ServerLane> lanes, RunStore store, Endurance endurance, SweepEnvironment environment, Func<SweepEvent, ValueTask> report)
    {
        (_lanes, _store, _endurance, _environment) = (lanes, store, endurance, environment);
        _queue = new FleetQueue(environment.Time, environment.Retry.LeastSilence);
        _watch = new LaneWatch(lanes, _gate, _queue, endurance, environment, report);
    }

    /// <summary>The servers that carry a model, each with its own number in flight.</summary>
    public static Fleet Of(PreparedModel model, SweepOptions options, RunStore store, IReadOnlySet<string> finished, Endurance endurance, SweepEnvironment environment, Func<SweepEvent, ValueTask> report)
    {
        var lanes = new List<ServerLane>();
        var fleet = new Fleet(lanes, store, endurance, environment, report);
        foreach (var one in model.Others.Prepend(model))
        {
            var (asker, flight) = (new TrialAsker(one, options, store.AppendAsync, finished, report), new Flight(one.Flight));
            ServerLane? lane = null;
            var documents = new DocumentAsker(one, options, asker, flight, endurance, report) { Keeps = row => fleet.Keeps(lane!, row) };
            lanes.Add(lane = new ServerLane { Model = one, Asker = asker, Flight = flight, Documents = documents });
        }

        return fleet;
    }

    /// <summary>Asks all questions of these documents that are left.</summary>
    public async Task AskAsync(IEnumerable<FleetDocument> documents, CancellationToken drain, CancellationToken cancellationToken)
    {
        lock (_gate)
            _queue.Begin(documents);
        using var group = new TaskGroup(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(group.Stop);
        // The fastest begin, so that few documents are not all with the slow.
        foreach (var lane in _lanes.OrderByDescending(l => l.Model.Weight))
            group.Add(stop => PumpAsync(lane, over, drain, stop));
        await group.EndAsync().ConfigureAwait(false);
    }

    /// <summary>Whether a question's row stands; else it is asked again, of whichever server is free.</summary>
    public bool Keeps(ServerLane lane, TrialRow row)
    {
        lock (_gate)
        {
            var now = _environment.Time.GetTimestamp();
            lane.Note(row, now, _environment.Time.GetElapsedTime(Math.Max(lane.LastAnswer, _queue.BegunOf(lane)), now).TotalSeconds);
            if (row.Outcome == Outcome.Failed)
            {
                var failures = _failures[row.Key] = _failures.GetValueOrDefault(row.Key) + 1;
                if (failures < MostFailures && _lanes.Count(l => !l.IsRetired) > 1)
                {
                    lane.IsInDoubt = true;
                    _queue.YieldAllOf(lane);
                    return false;
                }
            }

            _queue.IsDone(row.Key);
            return true;
        }
    }

    private async Task PumpAsync(ServerLane lane, CancellationTokenSource over, CancellationToken drain, CancellationToken cancellationToken)
    {
        using var group = new TaskGroup(cancellationToken);
        using var work = CancellationTokenSource.CreateLinkedTokenSource(over.Token, group.Stop);
        try
        {
            while (!work.IsCancellationRequested && !drain.IsCancellationRequested && !_endurance.IsOver && !lane.IsRetired)
            {
                if (!await _watch.IsSoundAsync(lane, work.Token).ConfigureAwait(false))
                    continue;
                var turn = await lane.Flight.EnterDocumentAsync(work.Token).ConfigureAwait(false);
                FleetDocument? document = null;
                try
                {
                    document = await NextAsync(lane, drain, work.Token).ConfigureAwait(false);
                }
                finally
                {
                    // Its place among the documents must be free when more are asked about.
                    if (document is null)
                        turn.Dispose();
                }

                if (document is null)
                    break;
                group.Add(stop => AskOneAsync(lane, document, turn, drain, stop));
            }
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // All is done, and a server that was still waited for is not needed; or something broke here, which is thrown below.
        }
        finally
        {
            await group.EndAsync().ConfigureAwait(false);
        }

        bool isOver;
        lock (_gate)
            isOver = _queue.IsOver || _endurance.IsOver || drain.IsCancellationRequested || _lanes.All(l => l.IsRetired);
        if (isOver)
            await over.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>The next document for a server; null where nothing is left to do.</summary>
    private async Task<FleetDocument?> NextAsync(ServerLane lane, CancellationToken drain, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                // One that came into doubt while it waited is looked at first.
                if (drain.IsCancellationRequested || _endurance.IsOver || lane.IsRetired || _queue.IsOver)
                    return null;
                if (lane is { IsInDoubt: false, IsRetired: false } && _queue.Take(lane) is { } document)
                    return document;
                _queue.TakeOver(lane);
            }

            await Task.Delay(Look, _environment.Time, cancellationToken).ConfigureAwait(false);
            if (lane.IsInDoubt)
                await _watch.IsSoundAsync(lane, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskOneAsync(ServerLane lane, FleetDocument document, DocumentTurn turn, CancellationToken drain, CancellationToken cancellationToken)
    {
        using var ended = turn;
        using var yield = CancellationTokenSource.CreateLinkedTokenSource(drain);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IReadOnlyList<Trial> left;
        lock (_gate)
            left = _queue.Begin(document, lane, yield, leave, t => lane.Asker.Key(t));
        try
        {
            if (!await _watch.IsUnchangedAsync(lane, cancellationToken).ConfigureAwait(false))
                return;
            var text = document.Set.Build(document.Plan);
            await _store.PutDocumentAsync(TrialRows.Document(text, lane.Model.Row)).ConfigureAwait(false);
            await lane.Documents.AskAsync(document.Set, text, left, turn, yield.Token, leave.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Taken away; what it has not answered is asked elsewhere, and the server is looked at before it gets more.
            lock (_gate)
                (lane.IsInDoubt, lane.FailuresInARow) = (true, Math.Max(lane.FailuresInARow, LaneWatch.MostInARow));
        }
        finally
        {
            lock (_gate)
                _queue.End(document);
        }
    }
}
