using System.Runtime.CompilerServices;
using Haystack.Facts;
using Haystack.Facts.Reading;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.Builtin;

/// <summary>
/// A reader with a known answer: it gets nothing but the prompt, finds facts and question in it by their wording,
/// and answers by a rule of its own. Thread-safe.
/// </summary>
internal abstract class BuiltinReader(string provider, string name, ModelTokenizer tokenizer) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(provider, defaultModelId: name);
    private readonly ModelTokenizer _tokenizer = tokenizer;
    private readonly PromptCache _prompts = new(tokenizer, Phrasebook.Default);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reading = _prompts.Read(Text(messages));
        var reply = Reply(reading);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply))
        {
            ModelId = _metadata.DefaultModelId,
            FinishReason = ChatFinishReason.Stop,
            Usage = Usage(reading, reply),
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        var text = response.Text;
        var half = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        yield return new ChatResponseUpdate(ChatRole.Assistant, text[..half]) { ModelId = response.ModelId };
        yield return new ChatResponseUpdate(ChatRole.Assistant, text[half..]) { ModelId = response.ModelId };
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(response.Usage!)])
        {
            ModelId = response.ModelId,
            FinishReason = response.FinishReason,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }

    /// <summary>The answer to the prompt's question; null to say that the text does not say.</summary>
    protected abstract string? Answer(FoundQuestion question, PromptReading reading);

    /// <summary>Whether this reader can see the question at all.</summary>
    protected virtual bool Sees(FoundQuestion question, PromptReading reading) => true;

    /// <summary>The texts of all messages; a single one, the rule here, is not copied (it may be long).</summary>
    private static string Text(IEnumerable<ChatMessage> messages)
    {
        string[] texts = [.. messages.Select(m => m.Text)];
        return texts.Length == 1 ? texts[0] : string.Concat(texts);
    }

    private string Reply(PromptReading reading)
    {
        if (reading.Question is not { } question || !Sees(question, reading))
            return FactLibrary.Load().ByLanguage[SweepDefaults.Language].Abstention;
        var language = question.Family.Language;
        return Answer(question, reading) is { } answer
            ? language.Reply.Replace("{answer}", answer, StringComparison.Ordinal)
            : language.Abstention;
    }

    private UsageDetails Usage(PromptReading reading, string reply)
    {
        var (input, output) = (reading.TokenCount, _tokenizer.Count(reply));
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }
}
