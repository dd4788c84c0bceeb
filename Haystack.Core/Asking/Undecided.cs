namespace Haystack.Asking;

/// <summary>
/// The trials that are begun and not yet weighed: never more than may all go wrong before a model is given up, so that
/// what is asked of a model of which nothing can be read does not depend on whose reply comes first. Thread-safe.
/// </summary>
internal sealed class Undecided(int room)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _room = room;
    private int _begun;

    /// <summary>Waits until one more may be begun.</summary>
    /// <returns>To be disposed of once it is weighed, or will not be.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue(turn);
            Admit();
        }

        try
        {
            await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Turn(this);
        }
        catch (OperationCanceledException)
        {
            // One that was let in just then gives its place back.
            if (!turn.TrySetCanceled(CancellationToken.None))
                Leave();
            throw;
        }
    }

    /// <summary>Says how many may be undecided from now on; one always may.</summary>
    public void Allow(int room)
    {
        lock (_gate)
        {
            _room = Math.Max(1, room);
            Admit();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _begun--;
            Admit();
        }
    }

    private void Admit()
    {
        while (_begun < _room && _waiting.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
                _begun++;
        }
    }

    private sealed class Turn(Undecided undecided) : IDisposable
    {
        private int _hasLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _hasLeft, 1) == 0)
                undecided.Leave();
        }
    }
}
