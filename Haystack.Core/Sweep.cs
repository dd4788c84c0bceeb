using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack;

/// <summary>The main job: plants facts, asks models, scores, stores.</summary>
public static class Sweep
{
    /// <summary>
    /// Runs a sweep, or goes on with one: trials that its directory already holds are not asked again.
    /// </summary>
    /// <param name="options">What to measure.</param>
    /// <param name="drain">Once cancelled, no further question is begun; those under way are finished and stored.</param>
    /// <param name="cancellationToken">Once cancelled, stops at once; every trial that was reported is on disk.</param>
    /// <returns>What happens, as it happens; the last is a <see cref="SweepFinished"/>.</returns>
    /// <exception cref="HaystackException">The options cannot be carried out; nothing was asked or written.</exception>
    public static IAsyncEnumerable<SweepEvent> RunAsync(
        SweepOptions options, CancellationToken drain = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RunAsync(options, new SweepEnvironment(), drain, cancellationToken);
    }

    internal static async IAsyncEnumerable<SweepEvent> RunAsync(
        SweepOptions options, SweepEnvironment environment, CancellationToken drain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<SweepEvent>(new BoundedChannelOptions(1024) { SingleReader = true });
        // A consumer that stops listening stops the sweep.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => WorkAsync(options, environment, events.Writer, drain, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return happened;
            await work.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            events.Writer.TryComplete();
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WorkAsync(
        SweepOptions options, SweepEnvironment environment, ChannelWriter<SweepEvent> events, CancellationToken drain, CancellationToken cancellationToken)
    {
        try
        {
            // One that finds no room is left out: a sweep does not wait for its watcher to be told that it waits.
            environment = environment with { Waits = w => events.TryWrite(new RequestWaits(w.Model, w.For, w.Reason)) };
            var notices = new List<string>();
            // Nothing is under way yet that could be finished: who asks to stop need not ask twice.
            using var beginning = CancellationTokenSource.CreateLinkedTokenSource(drain, cancellationToken);
            var sweep = await new SweepPreparation(options, environment, notices.Add, stage => events.TryWrite(new SweepStage(stage)), othersGoOn: options.Shard is null).PrepareAsync(probe: true, beginning.Token).ConfigureAwait(false);
            await using var preparedSweep = sweep.ConfigureAwait(false);
            foreach (var notice in notices)
                await events.WriteAsync(new SweepNotice(notice), cancellationToken).ConfigureAwait(false);
            await AskAsync(sweep, events, drain, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }

    private static async Task AskAsync(PreparedSweep sweep, ChannelWriter<SweepEvent> events, CancellationToken stop, CancellationToken cancellationToken)
    {
        var reasons = sweep.LeftOut.ToList();
        using var budget = new SweepBudget(sweep.Options, sweep.Environment.Time, stop);
        var drain = budget.Drain;
        ValueTask Report(SweepEvent happened)
        {
            if (happened is not TokensSpent spent)
                return events.WriteAsync(happened, cancellationToken);
            budget.Count(spent);
            return ValueTask.CompletedTask;
        }

        var store = RunStore.Open(sweep.Directory, new Dictionary<string, string>(sweep.Manifest, StringComparer.Ordinal)
        {
            // Kept from the first start on: what says where and when is not written anew on resuming.
            [RunManifest.InformationPrefix + "begun"] = sweep.Environment.Time.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        });
        await using (store.ConfigureAwait(false))
        {
            var finished = store.FinishedKeys();
            var runners = new List<TrialRunner>();
            foreach (var model in sweep.Models)
            {
                // One that is left out today keeps its place.
                var position = sweep.Options.Models.ToList().IndexOf(model.Row.Name);
                await store.PutModelAsync(model.Row, position).ConfigureAwait(false);
                runners.Add(new TrialRunner(model, position, sweep.Options, store, finished, Report, sweep.Environment));
            }

            var progress = sweep.Models.Zip(runners, (m, r) => new ModelProgress(m.Row.Name, m.Trials(sweep.Options), r.CountFinished())
            {
                Earlier = finished.Count == 0 ? [] : [.. store.ReadTrials(m.Row.Name).Where(t => finished.Contains(t.Key))
                    .Select(t => new TrialFinished(t.Model, t.Arm, t.ContextTokens, t.DistanceTokens, t.Outcome))],
            }).ToList();
            await events.WriteAsync(
                new SweepStarted(sweep.Directory, sweep.Trials, progress.Sum(p => p.Finished), progress), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < runners.Count && !drain.IsCancellationRequested; i++)
            {
                // One that is given up does not keep the others from being asked.
                if (sweep.Models[i].DryFault is { } fault && !sweep.Options.Anyway)
                {
                    reasons.Add(fault);
                    continue;
                }

                if (await runners[i].RunAsync(drain, cancellationToken).ConfigureAwait(false) is { } reason)
                    reasons.Add(reason);
            }
        }

        var givenUp = reasons.Count == 0 ? null : string.Join("; ", reasons);
        var run = RunReader.Read(sweep.Directory);
        var swept = sweep.Models.Select(m => m.Row.Name).ToHashSet(StringComparer.Ordinal);
        var stored = run.Trials.Concat(run.ColdTrials).Where(t => swept.Contains(t.Model)).ToArray();
        var done = stored.Count(t => t.Outcome != Outcome.Failed);
        // An adaptive sweep ends before its budget: it is complete when nothing stopped it and nothing is left to ask again.
        var complete = sweep.LeftOut.Count == 0 && (!sweep.Options.IsAdaptive
            ? done >= sweep.Trials
            : givenUp is null && !drain.IsCancellationRequested && done == stored.Length);
        var end = complete ? SweepEnd.Complete : givenUp is not null ? SweepEnd.GivenUp : drain.IsCancellationRequested ? SweepEnd.Stopped : SweepEnd.GivenUp;
        var why = end switch
        {
            SweepEnd.Complete => null,
            SweepEnd.Stopped => $"{budget.Spent ?? "stopped"}; the same command goes on from here",
            _ when budget.Spent is { } spent => $"{givenUp}; {spent}; the same command goes on from here",
            _ => givenUp ?? $"{sweep.Trials - done} trials failed{Commonest(stored)}; the same command asks them again",
        };
        await events.WriteAsync(
            new SweepFinished(sweep.Directory, sweep.Trials, done, stored.Count(t => !t.Outcome.IsAnswer()), end, why) { Elapsed = budget.Elapsed, Tokens = budget.Tokens }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the failed trials failed with most often.</summary>
    private static string Commonest(IReadOnlyList<TrialRow> stored) =>
        stored.Where(t => t.Outcome == Outcome.Failed && t.Fault is not null).GroupBy(t => t.Fault).MaxBy(g => g.Count()) is { } faults
            ? $", {(faults.Count() == 1 ? "one" : faults.Count())} with: {faults.Key}"
            : "";
}
