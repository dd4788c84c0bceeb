using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>A chat client as users bring them: another client's replies, told as <paramref name="tell"/> has them.</summary>
/// <param name="inner">Replies.</param>
/// <param name="tell">Changes or replaces the updates of the reply to the request of a number, counted from 1; may throw.</param>
internal sealed class GivenClient(IChatClient inner, Func<int, IReadOnlyList<ChatResponseUpdate>, IReadOnlyList<ChatResponseUpdate>> tell) : IChatClient
{
    private int _requests;

    public int Requests => _requests;

    public bool IsDisposed { get; private set; }

    public ChatOptions? LastOptions { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LastOptions = options?.Clone();
        var number = Interlocked.Increment(ref _requests);
        var updates = await inner.GetStreamingResponseAsync(messages, options, cancellationToken).ToListAsync(cancellationToken);
        // A client may do with its options what it likes.
        if (options is not null)
            options.MaxOutputTokens = 1;
        foreach (var update in tell(number, updates))
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => IsDisposed = true;
}
