using Haystack.Analysis;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Asking;

/// <summary>How long a model goes on being asked: until it was given up, and why. Thread-safe.</summary>
/// <param name="model">Its name.</param>
/// <param name="goesOn">Whether it is asked on though nearly nothing that it says can be read.</param>
internal sealed class Endurance(string model, bool goesOn)
{
    /// <summary>A server that fails this often in a row will not answer the next question either.</summary>
    private const int MostFailuresInARow = 8;

    /// <summary>Replies kept to find the commonest reason in.</summary>
    private const int Kept = 256;

    private readonly Lock _gate = new();
    private readonly SequentialDoubt _doubt = new();
    private readonly List<TrialRow> _lost = [];
    private readonly Undecided _undecided = new(goesOn ? int.MaxValue : new SequentialDoubt().Room);
    private int _failuresInARow;
    private int _failures;
    private string? _reason;

    /// <summary>Why the model was given up; null where it was not.</summary>
    public string? GivenUp => Volatile.Read(ref _reason);

    /// <summary>Whether the model was given up.</summary>
    public bool IsOver => GivenUp is not null;

    /// <summary>Gives the model up; the first reason stays.</summary>
    public void GiveUp(string reason) => Interlocked.CompareExchange(ref _reason, reason, null);

    /// <summary>Waits until one more trial may be begun without passing the point at which the model would be given up.</summary>
    /// <returns>To be disposed of once the trial is noted, or will not be.</returns>
    public Task<IDisposable> EnterAsync(CancellationToken cancellationToken) => _undecided.EnterAsync(cancellationToken);

    /// <summary>A mark to be taken when a trial is sent.</summary>
    public int Begin() => Volatile.Read(ref _failures);

    /// <summary>Takes into account what was asked before and will not be asked again.</summary>
    public void Remember(IEnumerable<TrialRow> trials)
    {
        foreach (var trial in trials)
            Weigh(trial);
    }

    /// <summary>Notes what a trial came to. What was in flight together fails together: such failures are one.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="begun">The mark that was taken when it was sent.</param>
    public void Note(TrialRow trial, int begun)
    {
        if (trial.Outcome != Outcome.Failed)
            Interlocked.Exchange(ref _failuresInARow, 0);
        else if (Interlocked.CompareExchange(ref _failures, begun + 1, begun) == begun && Interlocked.Increment(ref _failuresInARow) >= MostFailuresInARow)
            GiveUp($"{model}: {MostFailuresInARow} trials in a row failed, the last with: {trial.Fault}");
        Weigh(trial);
    }

    private void Weigh(TrialRow trial)
    {
        // No figure of the model counts a control.
        if (trial.IsCold)
            return;
        lock (_gate)
        {
            _doubt.Add(trial.DocumentId, trial.Outcome.IsRead());
            if (!trial.Outcome.IsRead() && _lost.Count < Kept)
                _lost.Add(trial);
            if (goesOn)
                return;
            // Once it is over nothing waits: who comes in sees that it is.
            _undecided.Allow(IsOver ? int.MaxValue : _doubt.Room);
            if (IsOver || !_doubt.IsCertain)
                return;
            var doubt = Credibility.Of(_doubt.Read, _lost);
            GiveUp($"{model}: stopped early: {Credibility.Count(doubt.Read.Total - doubt.Read.Successes, doubt.Read.Total)}, most often: {VisibleText.Line(doubt.Reason)} (with that mended, begin anew with another --out; --anyway goes on as it is)");
        }
    }
}
