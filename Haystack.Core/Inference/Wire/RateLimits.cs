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
                _told[reading.Unit] = _told.TryGetValue(reading.Unit, out var before) && before.Number > ticket.Number ? Overtaken(before, now) : now;
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

    // Of answers that overtook each other the later request's counts; an earlier one's may tell of less, but of no earlier end.
    private static Told Overtaken(Told later, Told earlier) =>
        earlier.Reading.Remaining < later.Reading.Remaining ? later with { Reading = later.Reading with { Remaining = earlier.Reading.Remaining } } : later;

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
