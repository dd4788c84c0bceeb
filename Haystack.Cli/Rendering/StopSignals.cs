using System.Runtime.InteropServices;

namespace Haystack.Cli.Rendering;

/// <summary>SIGINT, SIGTERM and SIGUSR1 (which schedulers send before the time is up): the first drains, the second stops at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<string> _tell;

    /// <param name="tell">Tells the user a line.</param>
    public StopSignals(Action<string> tell)
    {
        _tell = tell;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            .. User1 is { } signal ? [PosixSignalRegistration.Create(signal, Handle)] : Array.Empty<PosixSignalRegistration>(),
        ];
    }

    // A raw number where .NET has no name for it; Windows has no such signal.
    private static PosixSignal? User1 => OperatingSystem.IsLinux() ? (PosixSignal)10 : OperatingSystem.IsMacOS() ? (PosixSignal)30 : null;

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

        _tell("finishing what is under way (once more: stops at once); this command goes on");
        _drain.Cancel();
    }
}
