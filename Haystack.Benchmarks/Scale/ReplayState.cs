namespace Haystack.Benchmarks.Scale;

/// <summary>A server in the middle of a replay: what stands in its slots, and how far that is.</summary>
internal sealed class ReplayState(ReplayServer server, RandomStream random)
{
    // Tokens, or milliseconds: less than that takes no time that a clock of many days can tell, and would never end.
    private const double Nothing = 1e-3;

    private double _now;
    private double _readSeconds, _writeSeconds, _busySeconds, _sent, _read;
    private int _trials;

    /// <summary>The server.</summary>
    public ReplayServer Server { get; } = server;

    /// <summary>The documents in its slots.</summary>
    public List<ReplayWork> Slots { get; } = [];

    /// <summary>Whether it has died.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Whether it can take a document.</summary>
    public bool HasRoom => !IsDead && Slots.Count < Server.Slots;

    /// <summary>Raised with every change, so that a time worked out before is known to be stale.</summary>
    public int Version { get; private set; }

    /// <summary>When the next thing in its slots ends; infinite where nothing stands there.</summary>
    public double Next => IsDead || Slots.Count == 0 ? double.PositiveInfinity : _now + Slots.Min(SecondsLeft);

    /// <summary>Begins with a document.</summary>
    public void Take(ReplayWork work)
    {
        (work.IsRead, work.Taker) = (false, null);
        Slots.Add(work);
        Ask(work);
    }

    /// <summary>What this server needs for a document, by itself: to read it, and a question.</summary>
    public (double Read, double Question) Cost(ReplayDocument d) =>
        (d.ContextTokens / Server.PrefillRateAt(d.ContextTokens / 2.0),
        Server.QuestionSeconds + (Server.HasCache ? d.QuestionTokens : d.ContextTokens) / Server.PrefillRateAt(d.ContextTokens) + d.ReplyTokens * Server.TokenSeconds);

    /// <summary>Goes on to a time, at the rates that what stands in the slots has together.</summary>
    public void GoTo(double time)
    {
        var seconds = time - _now;
        _now = time;
        if (IsDead || Slots.Count == 0 || seconds <= 0)
            return;
        var (reading, writing) = (Slots.Count(IsReading), Slots.Count(IsWriting));
        _busySeconds += seconds;
        _readSeconds += reading > 0 ? seconds : 0;
        _writeSeconds += reading == 0 && writing > 0 ? seconds : 0;
        foreach (var (work, rate) in Slots.Select(w => (w, Rate(w, reading, writing))).ToArray())
        {
            if (work.Overhead > 0)
                work.Overhead = Left(1000 * work.Overhead, 1000 * seconds) / 1000;
            else if (work.ToRead > 0)
                work.ToRead = Left(work.ToRead, seconds * rate);
            else
                work.ToWrite = Left(work.ToWrite, seconds * rate);
        }

        Version++;
    }

    /// <summary>Ends the questions that are answered; gives the documents that leave their slots.</summary>
    public IReadOnlyList<ReplayWork> End(Action answered)
    {
        foreach (var work in Slots.Where(w => w is { Overhead: 0, ToRead: 0, ToWrite: 0 }).ToArray())
        {
            work.IsRead = true;
            if (random.NextDouble() >= Server.FailureShare)
            {
                work.Done++;
                _trials++;
                answered();
            }

            if (work.Left > 0 && work.Taker is null)
                Ask(work);
        }

        ReplayWork[] gone = [.. Slots.Where(w => w is { Overhead: 0, ToRead: 0, ToWrite: 0 } && (w.Left == 0 || w.Taker is not null))];
        foreach (var work in gone)
            Slots.Remove(work);
        Version++;
        return gone;
    }

    /// <summary>Dies; gives what it was at.</summary>
    public IReadOnlyList<ReplayWork> Die()
    {
        IsDead = true;
        ReplayWork[] lost = [.. Slots];
        Slots.Clear();
        Version++;
        return lost;
    }

    /// <summary>What it did.</summary>
    public ReplayedServer Result(double end) => new(Server.Name, _trials, _sent, _read, _readSeconds, _writeSeconds, Math.Max(0, (IsDead ? Server.Dies!.Value : end) - _busySeconds));

    private void Ask(ReplayWork work)
    {
        var d = work.Document;
        // Cold questions come last.
        var isWhole = !work.IsRead || !Server.HasCache || work.Done >= d.Questions;
        double read = isWhole ? d.ContextTokens : d.QuestionTokens;
        // What takes no time is never under way.
        (work.Overhead, work.ToRead, work.ToWrite) = (
            Server.QuestionSeconds, double.IsPositiveInfinity(Server.PrefillRate) ? 0 : read, Server is { TokenSeconds: 0, SecondsAnotherReply: 0 } ? 0 : d.ReplyTokens);
        _sent += d.ContextTokens;
        _read += read;
        Version++;
    }

    private double SecondsLeft(ReplayWork work)
    {
        if (work.Overhead > 0)
            return work.Overhead;
        var left = work.ToRead > 0 ? work.ToRead : work.ToWrite;
        return left > 0 ? left / Rate(work, Slots.Count(IsReading), Slots.Count(IsWriting)) : 0;
    }

    // Those that read share the rate; each token of those that write waits for those of the others.
    private double Rate(ReplayWork work, int reading, int writing) =>
        IsReading(work) ? Server.PrefillRateAt(work.ToRead > work.Document.QuestionTokens ? work.Document.ContextTokens / 2.0 : work.Document.ContextTokens) / reading
        : 1 / (Server.TokenSeconds + (writing - 1) * Server.SecondsAnotherReply);

    private static bool IsReading(ReplayWork work) => work.Overhead == 0 && work.ToRead > 0;

    private static bool IsWriting(ReplayWork work) => work is { Overhead: 0, ToRead: 0, ToWrite: > 0 };

    private static double Left(double before, double done) => before - done < Nothing ? 0 : before - done;
}
