using System.Globalization;

namespace Haystack.Flights;

/// <summary>
/// How many questions are in flight: more while the server gets more done, fewer where it turns requests away, breaks
/// down, or no longer reuses what it has read. Decides from what questions came to, and from nothing else.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class FlightPace
{
    /// <summary>Twice the questions must get at least so much more done.</summary>
    private const double LeastGain = 1.15;

    /// <summary>What reading a question costs beside its reply, in tokens of a reply.</summary>
    private const int TokensAQuestion = 16;

    /// <summary>So many questions without trouble before more are tried again.</summary>
    private const int Patience = 24;

    /// <summary>One in so many may find its document pushed out of the cache: one in 26 fills it anyway.</summary>
    private const int OneLostIn = 32;

    private readonly FlightLimits _limits;
    private int _ceiling;
    private int _hold;
    private int _failures;
    private double? _reusedAlone;
    private readonly Dictionary<int, double> _done = [];
    private (int Count, long Company, double Seconds, long Tokens) _sum;
    private (int Warm, int Lost) _reuse;
    private bool _hasTurnedAway;

    public FlightPace(FlightLimits limits)
    {
        _limits = limits;
        _ceiling = limits.Most;
        Limit = limits.Kind == FlightKind.Fixed ? limits.Most : 1;
        IsByDocument = limits.Kind == FlightKind.Fixed;
    }

    /// <summary>How many questions may be in flight.</summary>
    public int Limit { get; private set; }

    /// <summary>
    /// Whether they are of documents side by side, each one's one after another: for servers that keep a cache for each of
    /// their slots. Else they are of one document, which all of them share.
    /// </summary>
    public bool IsByDocument { get; private set; }

    /// <summary>Changes with every decision: what was begun before says nothing of how it is now.</summary>
    public int Generation { get; private set; }

    /// <summary>Takes in what a question came to.</summary>
    /// <returns>What the user should know; null where there is nothing.</returns>
    public string? Note(in FlightSample sample)
    {
        if (_limits.Kind == FlightKind.Fixed || sample.Generation != Generation)
            return null;
        if (sample.WasTurnedAway || sample.IsInTrouble)
            return Less(sample.WasTurnedAway);
        if (!sample.IsWarm)
            return null;
        if (Limit == 1)
            _reusedAlone = Math.Max(_reusedAlone ?? 0, sample.Reused ?? 0);
        else if (IsLost(sample))
            return Lost();
        if (sample.Company * 4 >= Limit * 3)
            _sum = (_sum.Count + 1, _sum.Company + sample.Company, _sum.Seconds + sample.Seconds, _sum.Tokens + sample.Tokens + TokensAQuestion);
        _hold--;
        return _limits.Kind == FlightKind.Tried ? Judge() : Return();
    }

    private string? Less(bool wasTurnedAway)
    {
        if (Limit == 1)
            return null;
        Set(Limit / 2);
        _hold = Patience << Math.Min(6, _failures++);
        if (!wasTurnedAway || _hasTurnedAway)
            return null;
        _hasTurnedAway = true;
        return string.Create(CultureInfo.InvariantCulture, $"the server turns requests away: {Limit} in flight for now");
    }

    private bool IsLost(in FlightSample sample)
    {
        if (_reusedAlone is not >= 0.5 || sample.Reused is not { } reused)
            return false;
        var isLost = reused < _reusedAlone / 2;
        _reuse = (_reuse.Warm + 1, _reuse.Lost + (isLost ? 1 : 0));
        return isLost && _reuse.Lost >= 2 && _reuse.Lost * OneLostIn > _reuse.Warm;
    }

    // Slots with caches of their own each read the document anew; a document that stays in its slot is read once.
    private string Lost()
    {
        if (!IsByDocument)
        {
            IsByDocument = true;
            Set(Limit);
            return string.Create(CultureInfo.InvariantCulture, $"questions about one document in flight together are not reused from its prefix (a cache for each slot?): documents side by side instead, {Limit} at a time");
        }

        _ceiling = Math.Max(1, Limit / 2);
        Set(_ceiling);
        return string.Create(CultureInfo.InvariantCulture, $"documents side by side push each other out of the server's prefix cache: {Limit} in flight");
    }

    // What is told or given needs no trying, but one question alone shows what is reused.
    private string? Return()
    {
        if (Limit >= _ceiling || _hold > 0)
            return null;
        var isFirst = Generation == 0;
        Set(isFirst ? _ceiling : Math.Min(_ceiling, Limit * 2));
        return isFirst && _limits.Kind == FlightKind.Told
            ? string.Create(CultureInfo.InvariantCulture, $"{Limit} questions in flight: the server has so many slots (--in-flight sets another number)")
            : null;
    }

    private string? Judge()
    {
        if (_sum.Count < Math.Max(2, Limit))
            return null;
        var done = (double)_sum.Company / _sum.Count * _sum.Tokens / Math.Max(1e-6, _sum.Seconds);
        _sum = default;
        _done[Limit] = done;
        if (Limit > 1 && _done.TryGetValue(Limit / 2, out var half) && done < LeastGain * half)
        {
            Set(Limit / 2);
            _hold = Patience << Math.Min(6, _failures++);
        }
        else if (Limit < _ceiling && _hold <= 0)
        {
            Set(Math.Min(_ceiling, Limit * 2));
        }

        return null;
    }

    private void Set(int limit)
    {
        Limit = Math.Max(1, limit);
        Generation++;
        _sum = default;
        _reuse = default;
    }
}
