namespace Haystack.Sweeping;

/// <summary>What a sweep takes from the world around it.</summary>
internal sealed record SweepEnvironment
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
