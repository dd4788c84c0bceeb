using Haystack.Inference.Calling;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.OpenAi;

/// <summary>One model of an OpenAI-compatible server.</summary>
internal sealed class OpenAiConnection(
    ModelDescription description,
    IChatClient client,
    ChatClientCaller caller,
    ServerPipeline pipeline,
    OpenAiSettings settings,
    OpenAiModel model,
    OpenAiApi api,
    OpenAiAccess access) : IModelConnection
{
    private readonly OpenAiCounting _counting = new(api, settings);

    // What the server said last: LM Studio tells the context it loads a model with only once it has done so.
    private volatile OpenAiModel _model = model;

    // What was learned from refusals; the last word of the probes is what the sweep sends and stores.
    private volatile OpenAiSettings? _learned;

    private readonly ServedName _served = new();

    private volatile bool _tellsReason;

    public ModelDescription Description => _learned is not { } learned ? description : description with
    {
        Properties = new SortedDictionary<string, string>(description.Properties.Concat(learned.Properties()).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value), StringComparer.Ordinal),
    };

    // llama-server's cache_prompt; vLLM takes a salt from 0.9 on, and does not say that an earlier one leaves it aside.
    public bool ReusesNothingWhenTold => _model.Flavor == OpenAiFlavor.LlamaServer
        || (_model.Flavor == OpenAiFlavor.Vllm && _model.Version is { } version && Version.TryParse(version.Split('+', '-', 'r')[0].TrimEnd('.'), out var number) && number >= new Version(0, 9));

    public int? Slots => _model.Flavor == OpenAiFlavor.LlamaServer ? _model.Slots ?? 1 : null;

    public long TurnedAway => pipeline.TurnedAway;

    public async Task<ModelResponse> AskAsync(IReadOnlyList<ChatMessage> messages, AskOptions options, CancellationToken cancellationToken)
    {
        var sent = settings.IsReasoning ? WithoutSystem(messages) : messages;
        ModelResponse response;
        while (true)
        {
            var asked = _learned ?? settings;
            response = await pipeline.RunAsync(Description.Name, options, token => caller.CallAsync(sent, asked.ToChatOptions(options), asked.Heeded(options), token), cancellationToken).ConfigureAwait(false);
            if (response.Stop != StopCause.Fault || RefusedMembers.Learn(asked, response.Fault) is not { } without)
                break;
            _learned = without;
        }

        response = _served.Check(response);

        // One that says why its replies end has not ended the one of which it does not.
        _tellsReason |= response.DoneReason is not null;
        if (_tellsReason && response is { Stop: StopCause.Finished, DoneReason: null })
            response = response with { Stop = StopCause.Garbled, Fault = "the reply came to no end of its own: the server gave no reason for it, as it does for others" };

        // Servers repeat keys in what they say of wrong ones; nothing that is stored may hold one.
        return response with
        {
            IsToThink = settings.IsToThink,
            IsToFitSchema = settings.ForcesAnswer,
            Content = access.RedactReply(response.Content),
            Thinking = access.RedactReply(response.Thinking),
            Fault = response.Fault is { } fault ? access.Redact(fault) : null,
            DoneReason = response.DoneReason is { } reason ? access.Redact(reason) : null,
        };
    }

    public async Task CheckUnchangedAsync(CancellationToken cancellationToken)
    {
        var now = await new OpenAiDiscovery(api, access).FindAsync(settings.Model, cancellationToken).ConfigureAwait(false);
        var before = _model;
        if (now.Identity != before.Identity)
            throw new ModelChangedException($"model '{settings.Model}' at {access.BaseUrl} was replaced during the sweep ({before.Identity ?? "?"} became {now.Identity ?? "?"})");
        if (now.ContextSource == before.ContextSource && now.ContextTokens != before.ContextTokens)
            throw new ModelChangedException($"model '{settings.Model}' at {access.BaseUrl} was loaded anew during the sweep, with a context of {now.ContextTokens} tokens where it had {before.ContextTokens}");
    }

    public async Task<ModelLoad?> GetLoadAsync(CancellationToken cancellationToken)
    {
        // Only these two say what is loaded now; elsewhere the limit is a property of the model or of the server's start.
        if (_model.Flavor is not (OpenAiFlavor.LmStudio or OpenAiFlavor.LlamaServer))
            return null;
        var now = await new OpenAiDiscovery(api, access).FindAsync(settings.Model, cancellationToken).ConfigureAwait(false);
        _model = now;
        return now.ContextTokens is { } tokens ? new ModelLoad(null, null, tokens) : null;
    }

    public Task<int?> CountAsync(string text, CancellationToken cancellationToken) => _counting.TextAsync(_model.Flavor, text, cancellationToken);

    public Task<int?> CountPromptAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => _counting.PromptAsync(_model.Flavor, messages, cancellationToken);

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    // Some of o1's like take no system message: what it says goes before the first user message.
    private static IReadOnlyList<ChatMessage> WithoutSystem(IReadOnlyList<ChatMessage> messages)
    {
        var system = string.Join("\n\n", messages.Where(m => m.Role == ChatRole.System).Select(m => m.Text));
        if (system.Length == 0)
            return messages;
        var rest = messages.Where(m => m.Role != ChatRole.System).ToList();
        var first = rest.FindIndex(m => m.Role == ChatRole.User);
        if (first >= 0)
            rest[first] = new ChatMessage(ChatRole.User, $"{system}\n\n{rest[first].Text}");
        return rest;
    }
}
