namespace Haystack.Inference.Wire;

/// <summary>
/// Holds requests back before a server's limits are hit: as its answers tell them, less what was sent since and has not been
/// answered. Thread-safe.
/// </summary>
/// <param name="longest">The longest wait.</param>
/// <param name="time">The clock.</param>
internal sealed class RateLimits(TimeSpan longest, TimeProvider time)
{
    /// <summary>How soon the limits are looked at again: another answer may have told of them.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);
    private readonly HashSet<RateTicket> _unheard = [];
    private long _sent;
    private long _turnedAway;
    private (long Since, TimeSpan For)? _pause;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>How many requests were turned away so far.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>Waits until a request may be sent.</summary>
    public async Task<RateTicket> EnterAsync(long promptTokens, long outputTokens, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                wait = time.GetElapsedTime(start) >= longest ? TimeSpan.Zero : Wait(promptTokens, outputTokens);
                if (wait <= TimeSpan.Zero)
                {
                    var ticket = new RateTicket(this, ++_sent, promptTokens, outputTokens);
                    _unheard.Add(ticket);
                    return ticket;
                }
            }

            await Task.Delay(wait < Look ? wait : Look, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes in what the answer to a request told.</summary>
    internal void Hear(RateTicket ticket, IReadOnlyList<RateReading> readings)
    {
        lock (_gate)
        {
            _unheard.Remove(ticket);
            foreach (var reading in readings)
            {
                var now = new Told(reading with { Limit = reading.Limit ?? Math.Max(reading.Remaining, _told.GetValueOrDefault(reading.Unit)?.Reading.Limit ?? 0) }, ticket.Number, time.GetTimestamp());
                _told[reading.Unit] = _told.TryGetValue(reading.Unit, out var before) && (before.Number > ticket.Number || EndsBefore(now, before)) ? Both(before, now) : now;
            }
        }
    }

    /// <summary>A request was turned away: where the server said for how long, nobody asks before.</summary>
    public void TurnAway(TimeSpan? retryAfter)
    {
        Interlocked.Increment(ref _turnedAway);
        if (retryAfter is not { } wait)
            return;
        lock (_gate)
            _pause = (time.GetTimestamp(), wait < longest ? wait : longest);
    }

    // Of answers that overtook each other, on the way there or back, nobody can tell which the server gave last, nor whether both
    // are of one window: the lesser rest holds until the later end. In order, an answer never tells of an earlier end.
    private Told Both(Told before, Told now)
    {
        var least = Math.Min(before.Reading.Remaining, now.Reading.Remaining);
        var longer = EndsBefore(now, before) ? before : now;
        return longer with { Number = Math.Max(before.Number, now.Number), Reading = longer.Reading with { Remaining = least } };
    }

    private bool EndsBefore(Told one, Told other) =>
        one.Reading.Reset is { } first && other.Reading.Reset is { } second && time.GetElapsedTime(other.Since, one.Since) + first < second;

    private TimeSpan Wait(long promptTokens, long outputTokens)
    {
        var wait = _pause is { } pause ? pause.For - time.GetElapsedTime(pause.Since) : TimeSpan.Zero;
        foreach (var told in _told.Values)
        {
            var reading = told.Reading;
            var isOver = reading.Reset is { } reset && time.GetElapsedTime(told.Since) >= reset;
            var left = isOver ? Math.Max(1, reading.Limit ?? 1) : reading.Remaining;
            var cost = reading.CostOf(promptTokens, outputTokens);
            // What takes more than there ever is can only be tried when there is all of it.
            if (_unheard.Sum(t => reading.CostOf(t.PromptTokens, t.OutputTokens)) + Math.Min(cost, Math.Max(1, reading.Limit ?? cost)) <= left)
                continue;
            var until = isOver || reading.Reset is null ? _unheard.Count > 0 ? Look : TimeSpan.Zero : reading.Reset.Value - time.GetElapsedTime(told.Since);
            wait = until > wait ? until : wait;
        }

        return wait;
    }

    /// <summary>A limit, the number of the request whose answer told it, and when.</summary>
    private sealed record Told(RateReading Reading, long Number, long Since);
}
