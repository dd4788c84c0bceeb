namespace Haystack.Benchmarks.Scale;

/// <summary>A server in the middle of a replay: the documents that it has, the questions under way, and how far they are.</summary>
internal sealed class ReplayState(ReplayServer server, RandomStream random)
{
    // Tokens, or milliseconds: less than that takes no time that a clock of many days can tell, and would never end.
    private const double Nothing = 1e-3;

    private readonly List<ReplayQuestion> _asked = [];
    private double _now;
    private double _readSeconds, _writeSeconds, _busySeconds, _sent, _read;
    private int _trials;
    private bool _hasReused;

    /// <summary>The server.</summary>
    public ReplayServer Server { get; } = server;

    /// <summary>The documents that it has, in the order in which they came.</summary>
    public List<ReplayWork> Documents { get; } = [];

    /// <summary>Whether it has died.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Whether it can take a document: a slot is free, or where questions share a document, all of those before are begun.</summary>
    public bool HasRoom => !IsDead && (Server.Together ? Documents.All(d => d.LastIsBegun) : Documents.Count < Server.Slots);

    /// <summary>Raised with every change, so that a time worked out before is known to be stale.</summary>
    public int Version { get; private set; }

    /// <summary>When the next thing under way ends; infinite where nothing is.</summary>
    public double Next => IsDead || _asked.Count == 0 ? double.PositiveInfinity : _now + _asked.Min(SecondsLeft);

    /// <summary>Begins with a document.</summary>
    public void Take(ReplayWork work)
    {
        (work.IsRead, work.Taker) = (false, null);
        Documents.Add(work);
        Ask();
    }

    /// <summary>Seconds that this server needs to have a document read and its first question answered, and from one answer to the next from then on.</summary>
    public (double First, double Question) Cost(ReplayDocument d)
    {
        var reply = Server.QuestionSeconds + d.ReplyTokens * Server.TokenSeconds;
        var question = reply + (Server.HasCache ? d.QuestionTokens : d.ContextTokens) / Server.PrefillRateAt(d.ContextTokens);
        return (reply + d.ContextTokens / Server.PrefillRateAt(d.ContextTokens / 2.0), Server.Together ? question / Server.Slots : question);
    }

    /// <summary>Goes on to a time, at the rates that what is under way has together.</summary>
    public void GoTo(double time)
    {
        var seconds = time - _now;
        _now = time;
        if (IsDead || _asked.Count == 0 || seconds <= 0)
            return;
        var (reading, writing) = (_asked.Count(q => q.IsReading), _asked.Count(q => q.IsWriting));
        _busySeconds += seconds;
        _readSeconds += reading > 0 ? seconds : 0;
        _writeSeconds += reading == 0 && writing > 0 ? seconds : 0;
        foreach (var question in _asked)
        {
            if (question.Overhead > 0)
                question.Overhead = Left(1000 * question.Overhead, 1000 * seconds) / 1000;
            else if (question.ToRead > 0)
                question.ToRead = Left(question.ToRead, seconds * Rate(question, reading, writing: 0));
            else
                question.ToWrite = Left(question.ToWrite, seconds * Rate(question, reading: 0, writing));
        }

        Version++;
    }

    /// <summary>Ends the questions that are answered and begins others; gives the documents that leave.</summary>
    public IReadOnlyList<ReplayWork> End(Action answered)
    {
        foreach (var question in _asked.Where(q => q.IsOver).ToArray())
        {
            _asked.Remove(question);
            var work = question.Work;
            work.InFlight--;
            _hasReused |= work.IsRead;
            work.IsRead = true;
            if (random.NextDouble() < Server.FailureShare)
                continue;
            work.Done++;
            _trials++;
            answered();
        }

        ReplayWork[] gone = [.. Documents.Where(w => w.InFlight == 0 && (w.Left == 0 || w.Taker is not null))];
        foreach (var work in gone)
            Documents.Remove(work);
        Ask();
        return gone;
    }

    /// <summary>Dies; gives what it was at.</summary>
    public IReadOnlyList<ReplayWork> Die()
    {
        IsDead = true;
        ReplayWork[] lost = [.. Documents];
        foreach (var work in lost)
            (work.InFlight, work.Taker) = (0, null);
        Documents.Clear();
        _asked.Clear();
        Version++;
        return lost;
    }

    /// <summary>What it did.</summary>
    public ReplayedServer Result(double end) => new(Server.Name, _trials, _sent, _read, _readSeconds, _writeSeconds, Math.Max(0, (IsDead ? Server.Dies!.Value : end) - _busySeconds));

    // As long as none has reused what another read, one goes alone: it shows what is reused.
    private void Ask()
    {
        while (_asked.Count < (Server.Together && !_hasReused ? 1 : Server.Slots) && Documents.FirstOrDefault(d => d.MayBegin(Server.Together)) is { } work)
        {
            var d = work.Document;
            // Cold questions come last.
            var isWhole = !work.IsRead || !Server.HasCache || work.Begun >= d.Questions;
            double read = isWhole ? d.ContextTokens : d.QuestionTokens;
            work.InFlight++;
            // What takes no time is never under way.
            _asked.Add(new ReplayQuestion(work)
            {
                Overhead = Server.QuestionSeconds,
                ToRead = double.IsPositiveInfinity(Server.PrefillRate) ? 0 : read,
                ToWrite = Server is { TokenSeconds: 0, SecondsAnotherReply: 0 } ? 0 : d.ReplyTokens,
            });
            _sent += d.ContextTokens;
            _read += read;
        }

        Version++;
    }

    private double SecondsLeft(ReplayQuestion question)
    {
        if (question.Overhead > 0)
            return question.Overhead;
        var left = question.ToRead > 0 ? question.ToRead : question.ToWrite;
        return left > 0 ? left / Rate(question, _asked.Count(q => q.IsReading), _asked.Count(q => q.IsWriting)) : 0;
    }

    // Those that read share the rate; each token of those that write waits for those of the others.
    private double Rate(ReplayQuestion question, int reading, int writing)
    {
        var d = question.Work.Document;
        return question.IsReading
            ? Server.PrefillRateAt(question.ToRead > d.QuestionTokens ? d.ContextTokens / 2.0 : d.ContextTokens) / reading
            : 1 / (Server.TokenSeconds + (writing - 1) * Server.SecondsAnotherReply);
    }

    private static double Left(double before, double done) => before - done < Nothing ? 0 : before - done;
}
