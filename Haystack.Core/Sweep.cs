using System.Threading.Channels;
using Haystack.Asking;
using Haystack.Designs;
using Haystack.Preparing;
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

    internal static IAsyncEnumerable<SweepEvent> RunAsync(
        SweepOptions options, SweepEnvironment environment, CancellationToken drain, CancellationToken cancellationToken) =>
        EventStream.Of<SweepEvent>((events, stop) => RunAsync(options, environment, events, drain, stop), cancellationToken);

    private static async Task RunAsync(
        SweepOptions options, SweepEnvironment environment, ChannelWriter<SweepEvent> events, CancellationToken drain, CancellationToken cancellationToken)
    {
        // One that finds no room is left out: a sweep does not wait for its watcher to be told that it waits.
        environment = environment with { Waits = w => events.TryWrite(new RequestWaits(w.Model, w.For, w.Reason)) };
        var notices = new List<string>();
        var plan = await PlanAsync(options, environment, notices, events, drain, cancellationToken).ConfigureAwait(false);
        await using var planned = plan.ConfigureAwait(false);
        foreach (var notice in notices)
            await events.WriteAsync(new SweepNotice(notice), cancellationToken).ConfigureAwait(false);
        using var budget = new SweepBudget(plan.Options, environment.Time, drain);
        var reasons = plan.LeftOut.ToList();
        IReadOnlyList<DesignState> states;
        var store = RunStore.Open(plan.Directory, SweepManifest.Begun(plan.Manifest, environment.Time));
        await using (store.ConfigureAwait(false))
        {
            var finished = store.FinishedKeys();
            foreach (var model in plan.Models)
                await store.PutModelAsync(model.Row, plan.PositionOf(model)).ConfigureAwait(false);
            await events.WriteAsync(plan.Started(store, finished), cancellationToken).ConfigureAwait(false);
            foreach (var model in plan.Models)
            {
                if (budget.Drain.IsCancellationRequested)
                    break;
                // One that is given up does not keep the others from being asked.
                var asker = new ModelAsker(model, plan.PositionOf(model), plan.Options, store, finished, Report, environment);
                var reason = plan.DryFaultOf(model) ?? await asker.AskAsync(plan.DesignOf(model), budget.Drain, cancellationToken).ConfigureAwait(false);
                if (reason is not null)
                    reasons.Add(reason);
            }

            states = plan.States(store, store.FinishedKeys());
        }

        await events.WriteAsync(SweepEnding.Of(plan, states, reasons, budget), cancellationToken).ConfigureAwait(false);

        ValueTask Report(SweepEvent happened)
        {
            if (happened is not TokensSpent spent)
                return events.WriteAsync(happened, cancellationToken);
            budget.Count(spent);
            return ValueTask.CompletedTask;
        }
    }

    private static async Task<PreparedSweep> PlanAsync(
        SweepOptions options, SweepEnvironment environment, List<string> notices, ChannelWriter<SweepEvent> events, CancellationToken drain, CancellationToken cancellationToken)
    {
        // Nothing is under way yet that could be finished: who asks to stop need not ask twice.
        using var beginning = CancellationTokenSource.CreateLinkedTokenSource(drain, cancellationToken);
        return await new SweepPreparation(options, environment, notices.Add, stage => events.TryWrite(new SweepStage(stage)), othersGoOn: options.Shard is null)
            .PrepareAsync(probe: true, beginning.Token).ConfigureAwait(false);
    }
}
