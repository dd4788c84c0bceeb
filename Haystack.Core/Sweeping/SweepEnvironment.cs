using Haystack.Inference.Calling;

namespace Haystack.Sweeping;

/// <summary>What a sweep takes from the world around it.</summary>
internal sealed record SweepEnvironment
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How requests are retried.</summary>
    public RetryLimits Retry { get; init; } = new();

    /// <summary>Is told of every wait before a request is sent; null where nobody listens.</summary>
    public Action<ServerWait>? Waits { get; init; }

    /// <summary>Bounds of a request that are not the trial's own budgets.</summary>
    public CallLimits Limits { get; init; } = new();
}
