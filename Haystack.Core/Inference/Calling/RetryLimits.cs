namespace Haystack.Inference.Calling;

/// <summary>How often and how soon a request is sent again, and when a server is left alone.</summary>
internal sealed record RetryLimits
{
    /// <summary>Most tries after the first.</summary>
    /// <value>6: with the delays below, about two minutes.</value>
    public int Retries { get; init; } = 6;

    /// <summary>Most tries after the first that ended with HTTP 500: a crash may pass, but most of these come back.</summary>
    /// <value>2.</value>
    public int RetriesOfServerErrors { get; init; } = 2;

    /// <summary>Most tries after the first where no answer came at all: another server may take the request.</summary>
    /// <value>As many as of others.</value>
    public int RetriesOfUnreachable { get; init; } = int.MaxValue;

    /// <summary>A server that has answered nothing for less than this does not hang, whatever others take.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan LeastSilence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first delay; each further one is about twice as long, jittered.</summary>
    /// <value>1 second.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay of our own making.</summary>
    /// <value>1 minute.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait that a server's Retry-After is granted.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a trial may be tried again, waits included, where its own time is shorter: limits are often by the minute.</summary>
    /// <value>1 minute.</value>
    public TimeSpan LeastPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many requests must have failed, all of them, before the server is left alone.</summary>
    /// <value>8.</value>
    public int BreakAfter { get; init; } = 8;

    /// <summary>How long it is left alone before one request tries it again.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(15);
}
