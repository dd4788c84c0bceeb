namespace Haystack.Benchmarks.Scale;

/// <summary>
/// Replays a plan over servers, event by event: documents stay on the server that has read them, what dies gives its
/// documents back, and in the end a server with nothing to do takes over what a slower one would need longer for.
/// </summary>
internal sealed class Replay
{
    /// <summary>A document is taken over only where that saves so much of the time that it would take, as a sweep does it.</summary>
    private const double LeastGain = 1.3;

    private readonly ReplayState[] _servers;
    private readonly LinkedList<ReplayWork> _waiting;
    private readonly PriorityQueue<(ReplayState Server, int Version), double> _events = new();
    private readonly PriorityQueue<IReadOnlyList<ReplayWork>, double> _returns = new();
    private readonly bool _takesOver;
    private int _answered, _taken;

    private Replay(IReadOnlyList<ReplayServer> servers, IEnumerable<ReplayDocument> documents, bool takesOver, Seed seed)
    {
        _servers = [.. servers.Select((s, i) => new ReplayState(s, seed.Derive("replay", i).Stream()))];
        _waiting = new LinkedList<ReplayWork>(documents.Select((d, i) => new ReplayWork(d, i)));
        _takesOver = takesOver;
    }

    /// <summary>Replays a plan whose documents wait in one queue for all servers.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="documents">The documents in working order.</param>
    /// <param name="seed">Where failures come from.</param>
    /// <param name="takesOver">Whether idle servers take documents over.</param>
    public static ReplayResult Run(IReadOnlyList<ReplayServer> servers, IEnumerable<ReplayDocument> documents, Seed seed, bool takesOver = true) =>
        new Replay(servers, documents, takesOver, seed).Run();

    private ReplayResult Run()
    {
        var end = 0.0;
        foreach (var server in _servers.Where(s => s.Server.Dies is not null))
            _events.Enqueue((server, -1), server.Server.Dies!.Value);
        Fill(0);
        while (_events.TryDequeue(out var next, out var time))
        {
            if (next.Version >= 0 && next.Version != next.Server.Version)
                continue;
            if (next.Version == -1)
            {
                next.Server.GoTo(time);
                if (next.Server.Die() is { Count: > 0 } lost)
                    _returns.Enqueue(lost, time + next.Server.Server.NoticedAfter);
                foreach (var server in _servers.Where(s => !s.IsDead))
                    _events.Enqueue((server, -2), time + next.Server.Server.NoticedAfter);
            }
            else if (next.Version >= 0)
            {
                next.Server.GoTo(time);
                foreach (var work in next.Server.End(() => (_answered, end) = (_answered + 1, time)))
                {
                    if (work.Left == 0)
                        continue;
                    if (work.Taker is { HasRoom: true } taker)
                    {
                        taker.GoTo(time);
                        taker.Take(work);
                        Schedule(taker);
                    }
                    else
                    {
                        work.Taker = null;
                        _waiting.AddFirst(work);
                    }
                }
            }

            while (_returns.TryPeek(out _, out var back) && back <= time)
            {
                foreach (var work in _returns.Dequeue())
                    _waiting.AddFirst(work);
            }

            Fill(time);
            if (!next.Server.IsDead)
                Schedule(next.Server);
        }

        return new ReplayResult(end, _answered, _taken, [.. _servers.Select(s => s.Result(end))]);
    }

    private void Fill(double time)
    {
        if (_waiting.Count > 0)
        {
            // Fewest documents for its slots first, so that all begin at once.
            while (_waiting.First is { } first && _servers.Where(s => s.HasRoom).MinBy(s => (double)s.Documents.Count / s.Server.Slots) is { } server)
            {
                _waiting.RemoveFirst();
                server.GoTo(time);
                server.Take(first.Value);
                Schedule(server);
            }
        }

        if (!_takesOver || _waiting.Count > 0)
            return;
        foreach (var idle in _servers.Where(s => s.HasRoom))
            TakeOver(idle);
    }

    private void TakeOver(ReplayState idle)
    {
        // One at a time: what it has claimed it waits for.
        var claimed = _servers.Sum(s => s.Documents.Count(w => w.Taker == idle));
        if (idle.Server.Together ? claimed > 0 : idle.Documents.Count + claimed >= idle.Server.Slots)
            return;
        var worst = _servers.Where(s => s != idle)
            .SelectMany(s => s.Documents.Where(w => w.Taker is null && w.Left > 1).Select(w => (Work: w, There: w.Left * s.Cost(w.Document).Question)))
            .Where(d => d.There > LeastGain * Here(idle, d.Work))
            .OrderByDescending(d => d.There).FirstOrDefault();
        if (worst.Work is not { } work)
            return;
        work.Taker = idle;
        _taken++;
    }

    private static double Here(ReplayState idle, ReplayWork work)
    {
        var (first, question) = idle.Cost(work.Document);
        return first + work.Left * question;
    }

    private void Schedule(ReplayState server)
    {
        if (!double.IsPositiveInfinity(server.Next))
            _events.Enqueue((server, server.Version), server.Next);
    }
}
