namespace Haystack.Inference.Wire;

/// <summary>A request that was let through to a server; found by the handlers under the client through the flow of the call.</summary>
internal sealed class RateTicket(RateLimits limits, long number, long sent, long promptTokens, long outputTokens) : IDisposable
{
    private static readonly AsyncLocal<RateTicket?> Ambient = new();
    private int _isHeard;

    /// <summary>That of the call that is running; null outside one.</summary>
    public static RateTicket? Current { get => Ambient.Value; set => Ambient.Value = value; }

    /// <summary>Its number, in the order of sending.</summary>
    public long Number => number;

    /// <summary>When it was sent, by the clock of the limits.</summary>
    public long Sent => sent;

    /// <summary>Tokens of its prompt.</summary>
    public long PromptTokens => promptTokens;

    /// <summary>Most tokens of its reply.</summary>
    public long OutputTokens => outputTokens;

    /// <summary>Takes in what the headers of the answer say of limits.</summary>
    public void Hear(HttpResponseMessage response)
    {
        if (Interlocked.Exchange(ref _isHeard, 1) == 0)
            limits.Hear(this, RateHeaders.Read(response, limits.Time.GetUtcNow()));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isHeard, 1) == 0)
            limits.Hear(this, []);
    }
}
