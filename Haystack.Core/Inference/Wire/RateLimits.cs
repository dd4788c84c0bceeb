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
    // Of each limit, what answers told that may be the server's last word: nobody can tell in which order the server gave answers
    // to requests that were on their way together, nor whether both are of one window, so each of them holds.
    private readonly Dictionary<string, List<RateTold>> _told = new(StringComparer.Ordinal);
    private readonly HashSet<RateTicket> _unheard = [];

    // Ended without a word of limits, and the number sent last by then: the server may have counted them.
    private readonly List<(RateTicket Ticket, long LastSent)> _silent = [];
    private long _sent;
    private long _turnedAway;
    private (long Since, TimeSpan For)? _pause;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>How many requests were turned away so far.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>Waits until a request may be sent, and no longer than <paramref name="most"/>.</summary>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="outputTokens">Most tokens of the reply.</param>
    /// <param name="most">The longest wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="waits">Is told, at each look, how long the request still waits as far as is known.</param>
    public async Task<RateTicket> EnterAsync(long promptTokens, long outputTokens, TimeSpan most, CancellationToken cancellationToken, Action<TimeSpan>? waits = null)
    {
        most = most < longest ? most : longest;
        var start = time.GetTimestamp();
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                wait = time.GetElapsedTime(start) >= most ? TimeSpan.Zero : Wait(promptTokens, outputTokens);
                if (wait <= TimeSpan.Zero)
                {
                    var ticket = new RateTicket(this, ++_sent, time.GetTimestamp(), promptTokens, outputTokens);
                    _unheard.Add(ticket);
                    return ticket;
                }
            }

            var left = most - time.GetElapsedTime(start);
            waits?.Invoke(wait < left ? wait : left);
            await Task.Delay(wait < Look ? wait : Look, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes in what the answer to a request told.</summary>
    internal void Hear(RateTicket ticket, IReadOnlyList<RateReading> readings)
    {
        lock (_gate)
        {
            _unheard.Remove(ticket);
            if (readings.Count > 0 || _told.Values.All(t => t.TrueForAll(r => r.IsOver(time))))
                _silent.RemoveAll(s => readings.Count == 0 || s.LastSent < ticket.Number);
            else
                _silent.Add((ticket, _sent));
            foreach (var reading in readings)
                Hear(ticket, reading);
        }
    }

    private void Hear(RateTicket ticket, RateReading reading)
    {
        if (!_told.TryGetValue(reading.Unit, out var told))
            _told.Add(reading.Unit, told = []);
        var limit = reading.Limit ?? told.Select(t => t.Reading.Limit ?? 0).Append(reading.Remaining).Max();
        var now = new RateTold(reading with { Limit = limit }, ticket.Number, _sent, ticket.Sent, time.GetTimestamp());
        told.RemoveAll(t => t.IsBefore(now, time));
        if (!told.Exists(t => now.IsBefore(t, time)))
            told.Add(now);
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

    private TimeSpan Wait(long promptTokens, long outputTokens)
    {
        var wait = _pause is { } pause ? pause.For - time.GetElapsedTime(pause.Since) : TimeSpan.Zero;
        foreach (var told in _told.Values.SelectMany(t => t))
        {
            var (reading, isOver) = (told.Reading, told.IsOver(time));
            var left = isOver ? Math.Max(1, reading.Limit ?? 1) : reading.Remaining;
            var cost = reading.CostOf(promptTokens, outputTokens);
            var spent = _unheard.Concat(_silent.Where(_ => !isOver).Select(s => s.Ticket)).Sum(t => reading.CostOf(t.PromptTokens, t.OutputTokens));
            // What takes more than there ever is can only be tried when there is all of it.
            if (spent + Math.Min(cost, Math.Max(1, reading.Limit ?? cost)) <= left)
                continue;
            var until = isOver || reading.Reset is null ? _unheard.Count > 0 ? Look : TimeSpan.Zero : reading.Reset.Value - time.GetElapsedTime(told.Heard);
            wait = until > wait ? until : wait;
        }

        return wait;
    }
}
