namespace Haystack.Inference.Calling;

/// <summary>Tells of one request's waits, each with its end; what is over in a moment is not told.</summary>
/// <param name="tell">Takes what is told; null where nobody listens.</param>
/// <param name="model">For which model the request is.</param>
/// <param name="time">The clock.</param>
internal sealed class WaitTeller(Action<ServerWait>? tell, string model, TimeProvider time)
{
    /// <summary>Shorter waits are not told, nor are shifts by less of one that is.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private (long Since, TimeSpan For)? _told;

    /// <summary>The request waits this long from now.</summary>
    public void Begin(TimeSpan wait, string reason)
    {
        var left = _told is { } told ? told.For - time.GetElapsedTime(told.Since) : TimeSpan.Zero;
        if (wait < Shortest || (wait - left).Duration() < Shortest)
            return;
        End();
        _told = (time.GetTimestamp(), wait);
        tell?.Invoke(new ServerWait(model, wait, reason));
    }

    /// <summary>It waits no more.</summary>
    public void End()
    {
        if (_told is null)
            return;
        _told = null;
        tell?.Invoke(new ServerWait(model, null, ""));
    }
}
