using System.Globalization;
using Haystack.Models;
using Haystack.Preparing;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Asking;

/// <summary>Tells after a model's second document that its server reuses nothing of what it has read, and what that costs. Thread-safe.</summary>
internal sealed class IdleCache(PreparedModel model, SweepOptions options)
{
    private const int Documents = 2;

    /// <summary>What is reused of a prompt whose document is in the cache is nearly all of it; a template's head is no document.</summary>
    private const double LeastReused = 0.1;

    /// <summary>Where only times are told: what is reused takes far less than this of what reading the document took.</summary>
    private const double LeastOfReading = 0.7;

    /// <summary>Shorter readings say nothing.</summary>
    private const double LeastSeconds = 0.05;

    /// <summary>Where nothing is told: of so many questions one at least began at once if the document is in the cache, whatever company it had.</summary>
    private const int FewestUntold = 6;

    private readonly Lock _gate = new();
    private readonly List<(bool IsFirst, double Tokens, double? Reused, double? Reading, double? FirstToken, double Answering)> _asked = [];
    private int _documents;
    private bool _hasSaid;

    /// <summary>Takes in a question about a document: the one that fills the cache, or one that should find it there.</summary>
    public void Note(TrialRow row, TimeSpan? reading, bool isFirst)
    {
        lock (_gate)
        {
            if (!_hasSaid && row.Outcome.IsAnswer())
                _asked.Add((isFirst, row.PromptTokensPlanned, (double?)row.CachedPromptTokens / row.PromptTokensPlanned, reading?.TotalSeconds ?? (isFirst ? row.SecondsToFirstToken : null), row.SecondsToFirstToken, row.TotalSeconds - (row.SecondsToFirstToken ?? 0)));
        }
    }

    /// <summary>A document's questions were all asked.</summary>
    /// <returns>The line; null where the cache is used, where that is not known, and where it was said.</returns>
    public string? DocumentIsDone()
    {
        lock (_gate)
        {
            if (_hasSaid || ++_documents < Documents)
                return null;
            _hasSaid = true;
            var cost = PlanCosts.Of(model, options);
            var (sent, computed) = (cost.Sum(c => c.PromptTokensSent), cost.Sum(c => c.PromptTokensComputed));
            return IsIdle() && sent > computed ? Line(sent, computed, cost.Sum(c => c.Trials)) : null;
        }
    }

    private bool IsIdle()
    {
        var warm = _asked.Where(a => !a.IsFirst).ToArray();
        var told = warm.Select(a => a.Reused).OfType<double>().ToArray();
        if (told.Length > 1)
            return told.Average() < LeastReused;
        var (first, later) = (Median(_asked.Where(a => a.IsFirst)), Median(warm));
        return told.Length == 0 && (later is null ? IsIdleByFirstTokens(warm.Select(a => a.FirstToken)) : first >= LeastSeconds && later >= LeastOfReading * first);
    }

    // The least of each: a request that waits for others takes longer, and none takes less than reading its prompt.
    private bool IsIdleByFirstTokens(IEnumerable<double?> warm)
    {
        var later = warm.OfType<double>().ToArray();
        if (model.ShortPrompt?.TotalSeconds is not { } constant || later.Length < FewestUntold)
            return false;
        var first = _asked.Where(a => a.IsFirst).Min(a => a.FirstToken) - constant;
        // Beside a long way to the server a short reading cannot be seen.
        return first >= Math.Max(LeastSeconds, constant) && later.Min() - constant >= LeastOfReading * first;
    }

    private static double? Median(IEnumerable<(bool, double, double?, double? Reading, double?, double)> asked)
    {
        var readings = asked.Select(a => a.Reading).OfType<double>().Order().ToArray();
        return readings.Length > 1 ? readings[readings.Length / 2] : null;
    }

    private string Line(long sent, long computed, int trials)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"nothing is reused of what the server has read: {(double)sent / computed:0.0} × the prompt tokens planned");
        var read = _asked.Where(a => a.Reading > 0).ToArray();
        if (read.Length == 0)
            return text;
        var (rate, answer) = (read.Sum(a => a.Tokens) / read.Sum(a => a.Reading!.Value), _asked.Average(a => a.Answering));
        return $"{text}; {Time(computed / rate + trials * answer)} becomes {Time(sent / rate + trials * answer)}";
    }

    private static string Time(double seconds) => seconds switch
    {
        >= 36_000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0} h"),
        >= 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3600)} h {(int)(seconds % 3600 / 60)} min"),
        >= 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, seconds):0} s"),
    };
}
