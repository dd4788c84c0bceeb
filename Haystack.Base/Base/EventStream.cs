using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Haystack.Base;

/// <summary>Work that tells what happens while it goes on.</summary>
internal static class EventStream
{
    /// <summary>Events that may wait to be listened to before the work waits for its listener.</summary>
    private const int MostWaiting = 1024;

    /// <summary>What the work tells, as it happens; ends with the work and throws what it throws. Who stops listening stops the work.</summary>
    /// <param name="work">The work: where it tells, and when to stop.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async IAsyncEnumerable<T> Of<T>(Func<ChannelWriter<T>, CancellationToken, Task> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<T>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = Task.Run(() => WorkAsync(work, events.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return happened;
            await working.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            events.Writer.TryComplete();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WorkAsync<T>(Func<ChannelWriter<T>, CancellationToken, Task> work, ChannelWriter<T> events, CancellationToken cancellationToken)
    {
        try
        {
            await work(events, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }
}
