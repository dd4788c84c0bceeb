using System.Runtime.InteropServices;

namespace Haystack.Cli.Rendering;

/// <summary>SIGINT and SIGTERM: the first drains, the second stops at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Cancelled by the first signal: begin nothing more.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Cancelled by the second: stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _drain.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_drain.IsCancellationRequested)
        {
            _stop.Cancel();
            return;
        }

        Console.Error.WriteLine("finishing the questions under way; once more stops at once");
        _drain.Cancel();
    }
}
