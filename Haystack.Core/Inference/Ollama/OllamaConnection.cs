using Haystack.Inference.Calling;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.Ollama;

/// <summary>One model of an Ollama. Watches that it stays the model it was.</summary>
internal sealed class OllamaConnection(
    ModelDescription description,
    IChatClient client,
    ChatClientCaller caller,
    ServerPipeline pipeline,
    OllamaSettings settings,
    OllamaVersion version,
    OllamaApi api,
    TimeProvider time) : IModelConnection
{
    /// <summary>How old the last look at the model's digest may be when an answer is accepted.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>
    /// More than getting ready a model that is loaded: it was loaded anew, and what was loaded may be another one. A model
    /// replaced under its name cannot answer without that.
    /// </summary>
    private static readonly TimeSpan Reload = TimeSpan.FromMilliseconds(150);

    private long _lastLook = time.GetTimestamp();
    private readonly ServedName _served = new();
    private volatile string? _changed;

    public ModelDescription Description { get; } = description;

    // What OLLAMA_NUM_PARALLEL says it does not tell; by default one, and the others wait.
    public int? Slots => 1;

    public long TurnedAway => pipeline.TurnedAway;

    public async Task<ModelResponse> AskAsync(IReadOnlyList<ChatMessage> messages, AskOptions options, CancellationToken cancellationToken)
    {
        if (_changed is { } changed)
            return new ModelResponse { Content = "", Stop = StopCause.Fault, Fault = changed, Attempts = 0 };
        var chat = settings.ToChatOptions(options);
        var response = await pipeline.RunAsync(Description.Name, options, token => caller.CallAsync(messages, chat, options, token), cancellationToken).ConfigureAwait(false);
        response = _served.Check(response) with { IsToThink = settings.Thinking.Thinks, IsToFitSchema = settings.ForcesAnswer };
        if (version.TellsCached && response is { PromptTokens: not null, CachedPromptTokens: null, Stop: not (StopCause.Fault or StopCause.PromptRefused) })
            response = response with { CachedPromptTokens = 0 };
        // Looking after the answer, not before it: the same digest then vouches for the answer itself.
        if (time.GetElapsedTime(Interlocked.Read(ref _lastLook)) < LookEvery && response.Stop != StopCause.Fault && response.LoadTime < Reload)
            return response;
        try
        {
            await CheckUnchangedAsync(cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (ModelChangedException e)
        {
            return response with { Stop = StopCause.Fault, Fault = e.Message };
        }
        catch (HaystackException e)
        {
            return response.Stop == StopCause.Fault
                ? response
                : response with { Stop = StopCause.Fault, Fault = $"answered, but the model's digest could not be looked at afterwards: {e.Message}" };
        }
    }

    public async Task CheckUnchangedAsync(CancellationToken cancellationToken)
    {
        var tags = await api.ListAsync(cancellationToken).ConfigureAwait(false);
        var tag = tags.FirstOrDefault(t => t.IsCalled(settings.Model))
            ?? throw Changed($"model '{settings.Model}' was removed from {api.Address} during the sweep");
        if (tag.Digest != Description.Digest)
            throw Changed($"model '{settings.Model}' was replaced during the sweep (digest {Short(Description.Digest)} became {Short(tag.Digest)}): it is another model now, so nothing more is asked of it");
        Interlocked.Exchange(ref _lastLook, time.GetTimestamp());
    }

    public async Task<ModelLoad?> GetLoadAsync(CancellationToken cancellationToken)
    {
        var running = await api.ListRunningAsync(cancellationToken).ConfigureAwait(false);
        return running.FirstOrDefault(t => t.IsCalled(settings.Model)) is { } tag
            ? new ModelLoad(tag.SizeVram, tag.Size, tag.ContextLength)
            : null;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private ModelChangedException Changed(string what)
    {
        _changed = what;
        return new ModelChangedException(what);
    }

    private static string Short(string? digest) => digest is null ? "none" : digest.Length > 12 ? digest[..12] : digest;
}
