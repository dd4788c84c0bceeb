using Haystack.Planning;

namespace Haystack.Asking;

/// <summary>The documents that wait, those that servers are at work on, and which questions are done. Not thread-safe: its fleet locks.</summary>
/// <param name="time">The clock.</param>
/// <param name="leastSilence">Until then no server hangs.</param>
internal sealed class FleetQueue(TimeProvider time, TimeSpan leastSilence)
{
    /// <summary>A document is taken over only where that saves so much of the time that it would take.</summary>
    private const double LeastGain = 1.3;

    /// <summary>A server that has answered nothing for so many times of what the others take seems to hang.</summary>
    private const double Hangs = 8;

    private readonly LinkedList<FleetDocument> _waiting = [];
    private readonly List<FleetDocument> _open = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<FleetDocument, IReadOnlyList<string>> _keys = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether nothing waits and nothing is under way.</summary>
    public bool IsOver => _waiting.Count == 0 && _open.Count == 0;

    /// <summary>Takes in what is to be done.</summary>
    public void Begin(IEnumerable<FleetDocument> documents)
    {
        foreach (var document in documents.Where(d => d.Trials.Count > 0))
            _waiting.AddLast(document);
    }

    /// <summary>A document that waits, for this server; null where none does.</summary>
    public FleetDocument? Take(ServerLane lane)
    {
        var document = _waiting.FirstOrDefault(d => d.Taker is null || d.Taker == lane || d.Taker.IsInDoubt || d.Taker.IsRetired);
        if (document is null)
            return null;
        _waiting.Remove(document);
        (document.Lane, document.Taker) = (lane, null);
        _open.Add(document);
        return document;
    }

    /// <summary>A server begins to ask about a document: gives what is left.</summary>
    public IReadOnlyList<Trial> Begin(FleetDocument document, ServerLane lane, CancellationTokenSource yield, CancellationTokenSource leave, Func<Trial, string> key)
    {
        (document.Lane, document.Since, document.Yield, document.Leave) = (lane, time.GetTimestamp(), yield, leave);
        if (!_keys.TryGetValue(document, out var keys))
            _keys[document] = keys = [.. document.Trials.Select(key)];
        return [.. document.Trials.Where((_, i) => !_done.Contains(keys[i]))];
    }

    /// <summary>A server has ended with a document: what is left of it waits again, before all others.</summary>
    public void End(FleetDocument document)
    {
        _open.Remove(document);
        (document.Lane, document.Yield, document.Leave) = (null, null, null);
        if (Left(document) > 0)
            _waiting.AddFirst(document);
        else
            _keys.Remove(document);
    }

    /// <summary>When the document that a server was given last was begun.</summary>
    public long BegunOf(ServerLane lane) => _open.Where(d => d.Lane == lane).Select(d => d.Since).DefaultIfEmpty(0).Max();

    /// <summary>A question is answered and stored.</summary>
    public void IsDone(string key) => _done.Add(key);

    /// <summary>Lets a server begin no further question about what it has.</summary>
    public void YieldAllOf(ServerLane lane)
    {
        foreach (var document in _open.Where(d => d.Lane == lane))
            document.Yield?.Cancel();
    }

    /// <summary>Takes the document away that costs its server the longest, where this one, which has nothing to do, would need far less.</summary>
    public void TakeOver(ServerLane lane)
    {
        if (lane is not { IsInDoubt: false, SecondsAQuestion: { } own } || _waiting.Count > 0)
            return;
        var worst = _open
            .Where(d => d.Lane is { } other && other != lane && d.Leave is { IsCancellationRequested: false })
            .Select(d => (Document: d, Cost: CostThere(d), Hangs: HangsThere(d, lane, own)))
            // One that begins no further question may hang in those that it has begun.
            .Where(d => d.Hangs || (d.Document.Yield is { IsCancellationRequested: false } && Left(d.Document) > 1 && d.Cost > LeastGain * ((lane.SecondsADocument ?? own) + Left(d.Document) * own)))
            .OrderByDescending(d => d.Hangs).ThenByDescending(d => d.Cost)
            .FirstOrDefault();
        if (worst.Document is not { } document)
            return;
        document.Taker = lane;
        document.Yield!.Cancel();
        if (worst.Hangs)
            document.Leave!.Cancel();
    }

    // Seconds that what is left would take where it is, as fast as that goes now.
    private double CostThere(FleetDocument document)
    {
        var silent = Silence(document);
        return Left(document) * Math.Max(document.Lane!.SecondsAQuestion ?? silent, silent);
    }

    private bool HangsThere(FleetDocument document, ServerLane lane, double own)
    {
        var silent = Silence(document);
        return silent > leastSilence.TotalSeconds && silent > Hangs * Math.Max(own, lane.SecondsADocument ?? 0);
    }

    private double Silence(FleetDocument document) => time.GetElapsedTime(Math.Max(document.Lane!.LastAnswer, document.Since)).TotalSeconds;

    private int Left(FleetDocument document) => _keys.TryGetValue(document, out var keys) ? keys.Count(k => !_done.Contains(k)) : document.Trials.Count;
}
