using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Haystack.Facts.Reading;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>What there is to be seen in one prompt.</summary>
internal sealed class PromptReading
{
    private readonly PromptHead? _head;
    private readonly ModelTokenizer _tokenizer;
    private readonly Lazy<PromptTokens> _tokens;

    public PromptReading(string text, PromptHead? head, ModelTokenizer tokenizer, Phrasebook phrases)
    {
        (Text, _head, _tokenizer) = (text, head, tokenizer);
        var cut = head?.Text.Length ?? 0;
        Facts = [.. head?.Facts ?? [], .. phrases.FindFacts(text, cut, text.Length)];
        // The question stands last, or (questions before the document) first.
        Question = phrases.FindQuestion(text, cut, text.Length) ?? phrases.FindQuestion(text, 0, Math.Min(cut, Lead));
        _tokens = new Lazy<PromptTokens>(() => _head?.Tokens(text) ?? new PromptTokens([], 0, tokenizer.Encode(text), 0, 0));
    }

    // A question before the document stands within so many characters of the beginning.
    private const int Lead = 4_000;

    /// <summary>The whole prompt.</summary>
    public string Text { get; }

    /// <summary>All facts in it, in text order.</summary>
    public IReadOnlyList<FoundFact> Facts { get; }

    /// <summary>What is asked; null where no question of a known wording stands in it.</summary>
    public FoundQuestion? Question { get; }

    /// <summary>Its tokens.</summary>
    public PromptTokens Tokens => _tokens.Value;

    /// <summary>How many tokens the prompt has by the tokenizer's own count.</summary>
    public int TokenCount => _head is { CountsTokens: true } ? Tokens.Count : _tokenizer.Count(Text);

    /// <summary>Randomness that depends on the seed and the prompt alone.</summary>
    public RandomStream Random(Seed seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(Text.AsSpan()), hash);
        return seed.Derive("prompt", BinaryPrimitives.ReadInt64LittleEndian(hash)).Stream();
    }
}
