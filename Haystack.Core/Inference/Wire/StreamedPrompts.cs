using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.Wire;

/// <summary>
/// Stands over a client library: gives it a mark in place of each message's text, and leaves the text to the
/// <see cref="WireHandler"/> under the library, which writes it into the request's body as it is sent. Libraries make
/// a string and then bytes of the whole body; with prompts of 128k tokens and many in flight that is the memory of a sweep.
/// </summary>
internal sealed class StreamedPrompts(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <summary>What stands in a body for the text of the message at <paramref name="index"/>, as a JSON string.</summary>
    public static string Mark(int index) => $"@@haystack-message-{index}@@";

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(Marked(messages), options, cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(Marked(messages), options, cancellationToken).ConfigureAwait(false))
            yield return update;
    }

    private static List<ChatMessage> Marked(IEnumerable<ChatMessage> messages)
    {
        var tap = WireTap.Current ?? throw new InvalidOperationException("nothing would put the prompt in its place");
        var marked = new List<ChatMessage>();
        var texts = new List<JsonText>();
        foreach (var message in messages)
        {
            marked.Add(new ChatMessage(message.Role, Mark(texts.Count)));
            texts.Add(new JsonText([.. message.Contents.Cast<TextContent>().Select(c => c.Text)]));
        }

        tap.Prompt = texts;
        return marked;
    }
}
