using Haystack.Inference.Calling;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.ChatClients;

/// <summary>One model behind a user's chat client, which is theirs to dispose of.</summary>
internal sealed class ChatClientConnection(ModelDescription description, bool thinks, Sampling sampling, ChatClientCaller caller, ServerPipeline pipeline) : IModelConnection
{
    private readonly ServedName _served = new();

    public ModelDescription Description => description;

    public long TurnedAway => pipeline.TurnedAway;

    public async Task<ModelResponse> AskAsync(IReadOnlyList<ChatMessage> messages, AskOptions options, CancellationToken cancellationToken)
    {
        var chat = new ChatOptions
        {
            MaxOutputTokens = options.MaxOutputTokens,
            Temperature = (float)sampling.Temperature,
            TopP = (float)sampling.TopP,
            PresencePenalty = (float)sampling.PresencePenalty,
            FrequencyPenalty = (float)sampling.FrequencyPenalty,
            Seed = (long)(options.Seed.Value & int.MaxValue),
        };
        // A client may change the options that it is given, and is asked again with them.
        var response = await pipeline.RunAsync(description.Name, options, token => caller.CallAsync(messages, chat.Clone(), options, token), cancellationToken).ConfigureAwait(false);
        return _served.Check(response) with { IsToThink = thinks };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
