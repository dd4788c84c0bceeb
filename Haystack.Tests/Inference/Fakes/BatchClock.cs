namespace Haystack.Tests.Inference.Fakes;

/// <summary>
/// The time of a server that batches: with each step every reply that it works on grows, however many there are, and
/// between steps its clock stands still. What a sweep costs is then a count of steps, on a busy machine as on an idle one.
/// </summary>
/// <param name="slots">Replies in a full batch: nothing more can come, and the step is taken at once.</param>
/// <param name="step">How long a step takes.</param>
/// <param name="waits">
/// Whether a batch that is not full waits for more: until nothing has come for some turns of the timer, which come later
/// on a busy machine, as the client's requests do. Needless where a client sends one request at a time.
/// </param>
internal sealed class BatchClock(int slots, TimeSpan step, bool waits) : TimeProvider
{
    private const int QuietTurns = 8;

    private readonly Lock _gate = new();
    private readonly HashSet<TaskCompletionSource> _waiting = [];
    private int _active;
    private int _change;
    private long _steps;

    /// <summary>Steps so far.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Steps * step.Ticks;

    /// <summary>A reply is begun.</summary>
    public void Join() => Change(() => _active++);

    /// <summary>A reply has ended.</summary>
    public void Leave() => Change(() => _active--);

    /// <summary>Waits for the next step, with which the reply grows.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Change(() => _waiting.Add(next));
        try
        {
            await next.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Change(() => _waiting.Remove(next));
            throw;
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _change++;
            if (_active == 0 || _waiting.Count < _active)
                return;
            if (_active >= slots || !waits)
                Step();
            else
                _ = StepOnceQuietAsync(_change);
        }
    }

    private async Task StepOnceQuietAsync(int change)
    {
        for (var turn = 0; turn < QuietTurns; turn++)
        {
            await Task.Delay(2, CancellationToken.None);
            lock (_gate)
            {
                if (_change != change)
                    return;
            }
        }

        lock (_gate)
        {
            if (_change == change)
                Step();
        }
    }

    private void Step()
    {
        Interlocked.Increment(ref _steps);
        _change++;
        foreach (var one in _waiting)
            one.SetResult();
        _waiting.Clear();
    }
}
