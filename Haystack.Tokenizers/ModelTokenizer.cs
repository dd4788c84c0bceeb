using Haystack.Tokenization.Checking;

namespace Haystack.Tokenization;

/// <summary>A model's own tokenizer, or the nearest thing to it. Thread-safe; the same text always gives the same tokens.</summary>
/// <remarks>
/// Counts are of plain text as it stands in the middle of a prompt: no BOS, no template, no SentencePiece dummy
/// prefix, and text that looks like a control token stays text.
/// </remarks>
public abstract class ModelTokenizer
{
    /// <summary>Vocabularies are loaded by <see cref="TokenizerSpec"/>.</summary>
    internal ModelTokenizer()
    {
    }

    /// <summary>Where it comes from, such as <c>tiktoken:o200k_base</c> or <c>ollama:gpt2/qwen2</c>.</summary>
    public abstract string Source { get; }

    /// <summary>SHA-256 over vocabulary, merges and rules, lower-case hex: equal fingerprints give equal tokens.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>
    /// Texts that a server may read as a control token although they stand in plain text, such as
    /// <c>&lt;|im_end|&gt;</c>. Counts here take them as text.
    /// </summary>
    public virtual IReadOnlyList<string> ControlTexts => [];

    /// <summary>
    /// Another way to the same tokens, which shares no step with this one; null where there is none. Made when it is asked
    /// for, from the vocabulary's source, which is then read again.
    /// </summary>
    /// <exception cref="HaystackException">The source is no longer what it was.</exception>
    internal virtual SecondEncoder? Second => null;

    /// <summary>How many tokens <paramref name="text"/> has.</summary>
    public abstract int Count(ReadOnlySpan<char> text);

    /// <summary>The tokens of <paramref name="text"/> with their places.</summary>
    public abstract IReadOnlyList<TokenSpan> Encode(string text);

    /// <summary>The ids of <paramref name="text"/> alone.</summary>
    internal virtual int[] Ids(ReadOnlySpan<char> text) => [.. Encode(text.ToString()).Select(t => t.Id)];

    /// <summary>
    /// Whether a token boundary stands between these two neighbours whatever comes before and after them, and
    /// neither side's tokens depend on the other. False means "not known", never "no".
    /// </summary>
    internal virtual bool AlwaysCuts(char before, char after) => false;
}
