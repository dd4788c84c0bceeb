using Haystack.Inference.Calling;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.InProcess;

/// <summary>A reader in this process. Its prompt is counted here, message by message, with no template around.</summary>
internal sealed class BuiltinConnection(ModelDescription description, IChatClient client, ChatClientCaller caller) : IModelConnection
{
    private readonly PrefixCounter _counter = new(description.Tokenizer);

    public ModelDescription Description { get; } = description;

    public async Task<ModelResponse> AskAsync(IReadOnlyList<ChatMessage> messages, AskOptions options, CancellationToken cancellationToken)
    {
        var chat = new ChatOptions { MaxOutputTokens = options.MaxOutputTokens, Seed = (long)(options.Seed.Value >> 1) };
        var result = await caller.CallAsync(messages, chat, options, cancellationToken).ConfigureAwait(false);
        // Readers count what they read themselves; this is for those that do not.
        if (result.Response.PromptTokens is not null)
            return result.Response;
        var tokens = 0;
        var cached = 0;
        foreach (var message in messages)
        {
            var count = _counter.Count(message.Text);
            tokens += count.Tokens;
            cached += count.Cached;
        }

        return result.Response with { PromptTokens = tokens, CachedPromptTokens = cached };
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}
