using System.Runtime.ExceptionServices;

namespace Haystack.Flights;

/// <summary>Tasks that are begun one after another and run together; the first that fails stops the others.</summary>
internal sealed class TaskGroup(CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<Task> _running = [];
    private ExceptionDispatchInfo? _fault;

    /// <summary>Ends what runs.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Begins one.</summary>
    public void Add(Func<CancellationToken, Task> work)
    {
        _running.RemoveAll(t => t.IsCompleted);
        _running.Add(Task.Run(() => WatchAsync(work), CancellationToken.None));
    }

    /// <summary>Waits for all of them.</summary>
    /// <exception cref="Exception">What the first that failed threw.</exception>
    public async Task EndAsync()
    {
        await Task.WhenAll(_running).ConfigureAwait(false);
        _fault?.Throw();
    }

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Thrown again by who waits; those that end because of it have nothing to add.
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
