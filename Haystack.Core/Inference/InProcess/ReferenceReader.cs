using System.Runtime.CompilerServices;
using Haystack.Reference;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.InProcess;

/// <summary>
/// The reference model, computed here: a real transformer, attention and all, in plain code. Keeps what it has read of a few prompts, so
/// that a document is read once. Thread-safe.
/// </summary>
internal sealed class ReferenceReader(ReferenceModel model) : IChatClient
{
    private readonly ReferenceEvaluator _evaluator = new(model);
    private readonly ChatClientMetadata _metadata = new("builtin", defaultModelId: ReferenceServer.Name);
    private readonly Lock _gate = new();

    // The one used last stands first.
    private readonly LinkedList<ReferenceReading> _free = [];

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        yield return new ChatResponseUpdate(ChatRole.Assistant, response.Text) { ModelId = response.ModelId };
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(response.Usage!)]) { ModelId = response.ModelId, FinishReason = response.FinishReason };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            var prompt = model.Tokenizer.Ids(string.Concat(messages.Select(m => m.Text)));
            if (prompt.Length == 0)
                throw new HaystackException("an empty prompt is asked");
            var most = options?.MaxOutputTokens ?? 1;
            var reading = Take(prompt);
            var cached = reading.ReadPrompt(prompt, cancellationToken);
            var said = reading.Answer(most, cancellationToken);
            var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, reading.Text(said)))
            {
                ModelId = _metadata.DefaultModelId,
                FinishReason = said.Count < most ? ChatFinishReason.Stop : ChatFinishReason.Length,
                Usage = new UsageDetails { InputTokenCount = prompt.Length, CachedInputTokenCount = cached, OutputTokenCount = said.Count, TotalTokenCount = prompt.Length + said.Count },
            };
            Keep(reading);
            return response;
        },
        cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }

    // The one that has most of the prompt, if it has half of it: another document's is left for its own questions.
    private ReferenceReading Take(int[] prompt)
    {
        lock (_gate)
        {
            var best = _free.MaxBy(r => Common(r.Tokens, prompt));
            if (best is null || Common(best.Tokens, prompt) < prompt.Length / 2)
                return _evaluator.Start();
            _free.Remove(best);
            return best;
        }
    }

    private void Keep(ReferenceReading reading)
    {
        lock (_gate)
        {
            _free.AddFirst(reading);
            if (_free.Count > Environment.ProcessorCount)
                _free.RemoveLast();
        }
    }

    private static int Common(IReadOnlyList<int> one, int[] other)
    {
        var (same, most) = (0, Math.Min(one.Count, other.Length));
        while (same < most && one[same] == other[same])
            same++;
        return same;
    }
}
