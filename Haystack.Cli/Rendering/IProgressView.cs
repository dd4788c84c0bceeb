using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>Shows a sweep's events to a person.</summary>
internal interface IProgressView
{
    /// <summary>Shows events until the last; returns it.</summary>
    Task<SweepFinished> ShowAsync(IAsyncEnumerable<SweepEvent> events);

    /// <summary>Tells a line while events are shown, where it does not disturb them.</summary>
    void Tell(string line) => Console.Error.WriteLine(line);
}
