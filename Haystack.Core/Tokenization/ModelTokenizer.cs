namespace Haystack.Tokenization;

/// <summary>A model's own tokenizer, or the nearest thing to it. Thread-safe; the same text always gives the same tokens.</summary>
/// <remarks>Counts are of plain text: no BOS, no template, and text that looks like a control token stays text.</remarks>
internal abstract class ModelTokenizer
{
    /// <summary>Where it comes from, such as <c>tiktoken:o200k_base</c> or <c>ollama:gpt2/qwen2</c>.</summary>
    public abstract string Source { get; }

    /// <summary>SHA-256 over vocabulary, merges and rules, lower-case hex: equal fingerprints give equal tokens.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>How many tokens <paramref name="text"/> has.</summary>
    public abstract int Count(ReadOnlySpan<char> text);

    /// <summary>The tokens of <paramref name="text"/> with their places.</summary>
    public abstract IReadOnlyList<TokenSpan> Encode(string text);
}
