namespace Haystack.Tokenization.Checking;

/// <summary>
/// Tokenizes by the letter of a format's description, slowly: what <c>--verify full</c> holds the fast tokenizers against.
/// </summary>
/// <remarks>
/// It shares no step with them: neither their reading of a <c>tokenizer.json</c>, their search for added tokens, their cutting,
/// their merging, nor what they keep. Common to both are .NET's expressions, the shadow that those are shown of characters
/// beyond the BMP, and form C; these three are held against llama.cpp, Hugging Face's tokenizers and Unicode's own data.
/// </remarks>
internal abstract class SecondEncoder
{
    /// <summary>The tokens of a text in the middle of a prompt, with their places; a token covers the characters whose last byte it holds.</summary>
    /// <exception cref="HaystackException">The text, or the vocabulary, is none that it can read.</exception>
    public abstract IReadOnlyList<TokenSpan> Encode(string text);
}
