using System.Collections.Concurrent;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Flights;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Asking;

/// <summary>
/// Asks the questions about one document: the first, which fills the server's prefix cache, by itself, then the others in
/// flight together, and the cold controls last.
/// </summary>
internal sealed class DocumentAsker(PreparedModel model, SweepOptions options, TrialAsker asker, Flight flight, Endurance endurance, Func<SweepEvent, ValueTask> report)
{
    /// <summary>Whether a row stands; one that does not is asked again of another server, and not stored. Null: all do.</summary>
    public Func<TrialRow, bool>? Keeps { get; init; }

    /// <summary>A question in company that took more than this of its time is too slow for more of them.</summary>
    private const double MostOfItsTime = 0.5;

    private readonly IdleCache _idle = new(model, options);

    /// <summary>Asks; every reply is stored once it returns.</summary>
    public async Task AskAsync(DocumentSet set, Document document, IReadOnlyList<Trial> trials, DocumentTurn turn, CancellationToken drain, CancellationToken cancellationToken)
    {
        var (first, last) = (Leader(trials), trials.ToList().FindLastIndex(t => !t.IsControl));
        // The next question need not wait for the disk.
        var stored = new ConcurrentBag<Task>();
        using var group = new TaskGroup(cancellationToken);
        try
        {
            for (var i = 0; i < trials.Count && !drain.IsCancellationRequested && !endurance.IsOver; i++)
            {
                var trial = trials[i];
                var isFirst = i == first;
                var isWarm = first is { } f && i > f && IsAfterItsDocument(trial);
                // Controls may push the document out of the cache.
                if (i == last + 1)
                    await group.EndAsync().ConfigureAwait(false);
                var (undecided, seat) = await EnterAsync(trial, group.Stop).ConfigureAwait(false);
                if (endurance.IsOver || drain.IsCancellationRequested)
                {
                    seat.Dispose();
                    undecided?.Dispose();
                    break;
                }

                group.Add(async stop =>
                {
                    using (undecided)
                        await AskAsync(set, document, trial, isFirst, isWarm, seat, stored, drain, stop).ConfigureAwait(false);
                });
                if (i == last)
                    turn.LastIsBegun();
                if (i == first || flight.IsByDocument)
                    await group.EndAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            try
            {
                await group.EndAsync().ConfigureAwait(false);
            }
            finally
            {
                // What was answered is stored, whatever became of the others.
                await Task.WhenAll(stored).ConfigureAwait(false);
            }
        }

        if (first is not null && !drain.IsCancellationRequested)
            await SayAsync(_idle.DocumentIsDone()).ConfigureAwait(false);
    }

    private async Task<(IDisposable? Undecided, FlightSeat Seat)> EnterAsync(Trial trial, CancellationToken cancellationToken)
    {
        // Controls decide nothing.
        var undecided = trial.IsControl ? null : await endurance.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (undecided, await flight.EnterAsync(alone: false, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            undecided?.Dispose();
            throw;
        }
    }

    /// <summary>The place of the question that fills the cache; null where none does.</summary>
    private static int? Leader(IReadOnlyList<Trial> trials)
    {
        var leader = trials.ToList().FindIndex(IsAfterItsDocument);
        return leader < 0 ? null : leader;
    }

    // A question before its document, one without a document, and one that may reuse nothing find nothing in the cache.
    private static bool IsAfterItsDocument(Trial trial) =>
        trial is { Cold: null, Arm: not Arm.ClosedBook, Placement: QuestionPlacement.After };

    private async Task AskAsync(DocumentSet set, Document document, Trial trial, bool isFirst, bool isWarm, FlightSeat seat, ConcurrentBag<Task> stored, CancellationToken drain, CancellationToken cancellationToken)
    {
        TrialRow row;
        bool hadCompany;
        var inFlight = seat.Beside;
        int begun;
        using (seat)
        {
            begun = endurance.Begin();
            var turnedAway = model.Connection.TurnedAway;
            (row, var reading) = await asker.AskAsync(set, document, trial, cancellationToken).ConfigureAwait(false);
            if (isFirst || isWarm)
                _idle.Note(row, reading, isFirst);
            hadCompany = seat.HadCompany;
            await SayAsync(seat.Leave(Sample(row, isWarm, hadCompany, model.Connection.TurnedAway > turnedAway))).ConfigureAwait(false);
        }

        // Company must cost no trial: others may have taken the time, the memory or the server that this one needed.
        if (hadCompany && MayBeTheirDoing(row) && (Keeps is null || row.Outcome != Outcome.Failed))
        {
            using var alone = await flight.EnterAsync(alone: true, cancellationToken).ConfigureAwait(false);
            if (drain.IsCancellationRequested || endurance.IsOver)
                return;
            await report(new TrialAskedAgain(row.Model, row.Key, row.Arm, row.Outcome, row.Fault)).ConfigureAwait(false);
            begun = endurance.Begin();
            var again = await asker.AskAsync(set, document, trial, cancellationToken).ConfigureAwait(false);
            (row, inFlight) = (again.Row with { Attempts = row.Attempts + again.Row.Attempts }, alone.Beside);
        }

        if (Keeps?.Invoke(row) == false)
            return;
        endurance.Note(row, begun);
        stored.Add(asker.StoreAsync(row with { InFlight = inFlight, Server = model.Address }));
    }

    private static bool MayBeTheirDoing(TrialRow row) => row.Outcome == Outcome.Failed || row.Stop == nameof(StopCause.TimeCap);

    private FlightSample Sample(TrialRow row, bool isWarm, bool hadCompany, bool wasTurnedAway) => new(
        Generation: 0,
        Company: 0,
        isWarm && row.Outcome != Outcome.Failed,
        row.CachedPromptTokens is { } cached && row.PromptTokensPlanned > 0 ? (double)cached / row.PromptTokensPlanned : null,
        row.TotalSeconds,
        row.OutputTokens ?? 0,
        wasTurnedAway,
        hadCompany && (MayBeTheirDoing(row) || row.TotalSeconds > MostOfItsTime * options.TrialTimeout.TotalSeconds));

    private async Task SayAsync(string? said)
    {
        if (said is not null)
            await report(new SweepNotice($"{model.Row.Name}: {said}")).ConfigureAwait(false);
    }
}
