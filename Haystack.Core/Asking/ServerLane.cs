using Haystack.Flights;
using Haystack.Models;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Asking;

/// <summary>One of several servers of a model: its way of asking, its own number in flight, and how it is doing. Guarded by its fleet's lock.</summary>
internal sealed class ServerLane
{
    /// <summary>Questions whose times are kept.</summary>
    private const int Kept = 32;

    private readonly Queue<double> _warm = new();
    private readonly Queue<double> _first = new();

    /// <summary>The model as it stands on this server.</summary>
    public required PreparedModel Model { get; init; }

    /// <summary>Asks and stores.</summary>
    public required TrialAsker Asker { get; init; }

    /// <summary>Its own number in flight.</summary>
    public required Flight Flight { get; init; }

    /// <summary>Asks about whole documents.</summary>
    public required DocumentAsker Documents { get; init; }

    /// <summary>Its address, for the user.</summary>
    public string Name => Model.Address ?? Model.Row.Name;

    /// <summary>Whether its model is another one now: nothing more is asked of it.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Whether something failed there, and it has to be looked at before more is asked.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>Whether it did not answer when it was looked at.</summary>
    public bool IsAway { get; set; }

    /// <summary>Questions that failed there one after another.</summary>
    public int FailuresInARow { get; set; }

    /// <summary>When it answered a question last, as a time stamp.</summary>
    public long LastAnswer { get; set; }

    /// <summary>Seconds from one answer to the next while it is at work on a document; null until it has been measured.</summary>
    public double? SecondsAQuestion => _warm.Count < 3 ? null : _warm.Average();

    /// <summary>Seconds of a document's first question, which reads it; null until it has been measured.</summary>
    public double? SecondsADocument => _first.Count == 0 ? null : _first.Average();

    /// <summary>Takes in an answer.</summary>
    /// <param name="row">The question.</param>
    /// <param name="now">The time.</param>
    /// <param name="sinceLast">Seconds since the answer before it.</param>
    public void Note(TrialRow row, long now, double sinceLast)
    {
        LastAnswer = now;
        FailuresInARow = row.Outcome == Outcome.Failed ? FailuresInARow + 1 : 0;
        var times = row.CachedPromptTokens > row.PromptTokensPlanned / 2 || row.AskedAs > 0 ? _warm : _first;
        times.Enqueue(times == _warm ? sinceLast : row.TotalSeconds);
        if (times.Count > Kept)
            times.Dequeue();
    }
}
