using System.Globalization;
using Haystack.Inference;
using Haystack.Sweeping;

namespace Haystack.Asking;

/// <summary>Looks at the servers of a fleet: whether one that failed is there again, whether its model is still the same, and when none is left.</summary>
/// <param name="lanes">The servers.</param>
/// <param name="gate">The fleet's lock.</param>
/// <param name="queue">What they are at work on.</param>
/// <param name="endurance">How long the model goes on being asked.</param>
/// <param name="environment">The clock, and how long a server may be away.</param>
/// <param name="report">Takes what the user should know.</param>
internal sealed class LaneWatch(IReadOnlyList<ServerLane> lanes, Lock gate, FleetQueue queue, Endurance endurance, SweepEnvironment environment, Func<SweepEvent, ValueTask> report)
{
    /// <summary>Failures in a row after which a server is left alone for a while though it can be reached.</summary>
    public const int MostInARow = 3;

    private long? _allAwaySince;

    /// <summary>Looks at a server in which something failed; waits where it is not there.</summary>
    public async Task<bool> IsSoundAsync(ServerLane lane, CancellationToken cancellationToken)
    {
        if (!lane.IsInDoubt)
            return true;
        try
        {
            await lane.Model.Connection.CheckUnchangedAsync(cancellationToken).ConfigureAwait(false);
            if (lane.FailuresInARow >= MostInARow)
                await Task.Delay(environment.Retry.BreakDuration, environment.Time, cancellationToken).ConfigureAwait(false);
            if (lane.IsAway)
                await SayAsync($"{lane.Name} is back").ConfigureAwait(false);
            (lane.IsInDoubt, lane.IsAway) = (false, false);
            lock (gate)
                _allAwaySince = null;
            return true;
        }
        catch (ModelChangedException e)
        {
            await RetireAsync(lane, e).ConfigureAwait(false);
            return false;
        }
        catch (HaystackException e)
        {
            if (!lane.IsAway)
                await SayAsync($"{lane.Name} does not answer, the others take over its documents: {e.Message}").ConfigureAwait(false);
            lane.IsAway = true;
            GiveUpIfAllAreAway(e);
            await Task.Delay(environment.Retry.FirstDelay * 2, environment.Time, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Whether a server still has its model, before it is asked about a document; one that does not answer is looked at by who gives it documents.</summary>
    public async Task<bool> IsUnchangedAsync(ServerLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await lane.Model.Connection.CheckUnchangedAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ModelChangedException e)
        {
            await RetireAsync(lane, e).ConfigureAwait(false);
            return false;
        }
        catch (HaystackException)
        {
            lock (gate)
                lane.IsInDoubt = true;
            return false;
        }
    }

    /// <summary>Another model's answers must not mix with this one's.</summary>
    private async Task RetireAsync(ServerLane lane, ModelChangedException e)
    {
        bool wasIn;
        lock (gate)
        {
            wasIn = !lane.IsRetired;
            lane.IsRetired = true;
            queue.YieldAllOf(lane);
            if (lanes.All(l => l.IsRetired))
                endurance.GiveUp(e.Message);
        }

        if (wasIn)
            await SayAsync($"{lane.Name} is left out from here on: {e.Message}").ConfigureAwait(false);
    }

    // As long as one server alone would be waited for.
    private void GiveUpIfAllAreAway(HaystackException last)
    {
        lock (gate)
        {
            if (!lanes.All(l => l.IsAway || l.IsRetired))
                return;
            _allAwaySince ??= environment.Time.GetTimestamp();
            if (environment.Time.GetElapsedTime(_allAwaySince.Value) > environment.Retry.FirstDelay * (1 << environment.Retry.Retries))
                endurance.GiveUp(string.Create(CultureInfo.InvariantCulture, $"{lanes[0].Model.Row.Name}: none of its {lanes.Count} servers answers any more: {last.Message}"));
        }
    }

    private ValueTask SayAsync(string said) => report(new SweepNotice($"{lanes[0].Model.Row.Name}: {said}"));
}
