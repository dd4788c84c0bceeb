using System.Globalization;
using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>Which models wait for their servers, and until when by this machine's clock, for whichever view shows it.</summary>
internal sealed class ProgressWaits(TimeProvider time)
{
    /// <summary>A wait as long as this is worth a line; so is one that goes on for as much longer.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (int Requests, DateTimeOffset Until)> _waits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Takes note of a wait or of its end.</summary>
    /// <returns>A line to tell; null where none is worth it.</returns>
    public string? Note(RequestWaits happened)
    {
        var (requests, until) = _waits.GetValueOrDefault(happened.Model);
        if (happened.For is not { } wait)
        {
            _waits[happened.Model] = (Math.Max(0, requests - 1), until);
            return null;
        }

        var end = time.GetLocalNow() + wait;
        _waits[happened.Model] = (requests + 1, requests > 0 && until > end ? until : end);
        if (wait < Long || (_told.TryGetValue(happened.Model, out var told) && end < told + Long))
            return null;
        _told[happened.Model] = end;
        return $"{happened.Model} waits {ProgressCount.Span(wait)}, until {Clock(end)}: {happened.Reason}";
    }

    /// <summary>Until when a model waits, in words; null where it does not.</summary>
    public string? Of(string model) => _waits.TryGetValue(model, out var wait) && wait.Requests > 0 && wait.Until > time.GetLocalNow()
        ? $"{(wait.Requests == 1 ? "waits" : string.Create(CultureInfo.InvariantCulture, $"{wait.Requests} wait"))} until {Clock(wait.Until)}"
        : null;

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
