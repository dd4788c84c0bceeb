using Haystack.Inference;
using Haystack.Scoring;

namespace Haystack.Sweeping;

/// <summary>How long a model goes on being asked: until it was given up, and why. Thread-safe.</summary>
internal sealed class Endurance(string model)
{
    /// <summary>A server that fails this often in a row will not answer the next question either.</summary>
    private const int MostFailuresInARow = 8;

    private int _failuresInARow;
    private string? _reason;

    /// <summary>Why the model was given up; null where it was not.</summary>
    public string? GivenUp => Volatile.Read(ref _reason);

    /// <summary>Whether the model was given up.</summary>
    public bool IsOver => GivenUp is not null;

    /// <summary>Gives the model up; the first reason stays.</summary>
    public void GiveUp(string reason) => Interlocked.CompareExchange(ref _reason, reason, null);

    /// <summary>Notes what a trial came to.</summary>
    public void Note(Outcome outcome, ModelResponse response)
    {
        if (outcome != Outcome.Failed)
            Interlocked.Exchange(ref _failuresInARow, 0);
        else if (Interlocked.Increment(ref _failuresInARow) >= MostFailuresInARow)
            GiveUp($"{model}: {MostFailuresInARow} trials in a row failed, the last with: {response.Fault}");
    }
}
