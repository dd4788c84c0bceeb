using System.Runtime.CompilerServices;
using System.Text;
using Haystack.Inference;
using Haystack.LLama.Engine;
using LLama.Native;
using Microsoft.Extensions.AI;

namespace Haystack.LLama;

/// <summary>One question to a loaded file: read, then answered token by token.</summary>
internal sealed class GgufTurn(LlamaEngine engine, GgufSettings settings, LLamaToken[] prompt, AskOptions ask, string model, TimeProvider time) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("gguf", defaultModelId: model);

    /// <summary>Tokens that were not read again; null before the prompt was read.</summary>
    public int? Cached { get; private set; }

    /// <summary>Tokens drawn, the one that ends a reply included.</summary>
    public int Drawn { get; private set; }

    /// <summary>How long reading took.</summary>
    public TimeSpan? PrefillTime { get; private set; }

    /// <summary>How long drawing took.</summary>
    public TimeSpan? DecodeTime { get; private set; }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var begun = time.GetTimestamp();
        // The engine works on this thread until it is done: the caller's clock must not wait for it.
        Cached = await Task.Run(() => engine.Read(prompt, ask.ColdSalt is not null, cancellationToken), cancellationToken).ConfigureAwait(false);
        PrefillTime = time.GetElapsedTime(begun);
        begun = time.GetTimestamp();
        using var free = Samplers.Create(engine, settings.Sampling, ask.Seed, prompt, isForced: false);
        using var forced = settings.ForcesAnswer ? Samplers.Create(engine, settings.Sampling, ask.Seed, prompt, isForced: true) : null;
        var (pieces, said, isThinking) = (Encoding.UTF8.GetDecoder(), new StringBuilder(), settings.Thinks);
        var reason = ChatFinishReason.Length;
        while (Drawn < ask.MaxOutputTokens)
        {
            var token = engine.Draw(isThinking ? free : forced ?? free);
            Drawn++;
            DecodeTime = time.GetElapsedTime(begun);
            if (token.IsEndOfGeneration(engine.Vocabulary))
            {
                reason = ChatFinishReason.Stop;
                break;
            }

            var text = TextOf(pieces, engine.BytesOf(token));
            if (text.Length > 0)
                yield return new ChatResponseUpdate(ChatRole.Assistant, text) { ModelId = _metadata.DefaultModelId };
            if (forced is not null && isThinking)
                isThinking = !Array.Exists(ThinkingTags.All, t => said.Append(text).ToString().Contains(t.Close, StringComparison.OrdinalIgnoreCase));
            if (engine.Position >= engine.ContextTokens || Drawn >= ask.MaxOutputTokens)
                break;
            await Task.Run(() => engine.Add(token, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        DecodeTime = time.GetElapsedTime(begun);
        if (TextOf(pieces, [], isLast: true) is { Length: > 0 } rest)
            yield return new ChatResponseUpdate(ChatRole.Assistant, rest) { ModelId = _metadata.DefaultModelId };
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = prompt.Length, CachedInputTokenCount = Cached, OutputTokenCount = Drawn, TotalTokenCount = prompt.Length + Drawn })])
        {
            ModelId = _metadata.DefaultModelId,
            FinishReason = reason,
        };
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }

    // A token may end in the middle of a character.
    private static string TextOf(Decoder pieces, byte[] bytes, bool isLast = false)
    {
        var characters = new char[pieces.GetCharCount(bytes, isLast)];
        pieces.GetChars(bytes, characters, isLast);
        return new string(characters);
    }
}
