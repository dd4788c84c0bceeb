using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>Shows a sweep's events to a person.</summary>
internal interface IProgressView
{
    /// <summary>Shows events until the last; returns it.</summary>
    Task<SweepFinished> ShowAsync(IAsyncEnumerable<SweepEvent> events);
}
