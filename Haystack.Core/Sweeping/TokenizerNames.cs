using Haystack.Tokenization;

namespace Haystack.Sweeping;

/// <summary>Tokenizers by the names that options give them.</summary>
internal static class TokenizerNames
{
    private const string Tiktoken = "tiktoken:";

    /// <summary>Loads <c>tiktoken:NAME</c>.</summary>
    /// <exception cref="HaystackException">There is no such tokenizer.</exception>
    public static ModelTokenizer Load(string spec) => spec.StartsWith(Tiktoken, StringComparison.Ordinal)
        ? TiktokenModelTokenizer.ForEncoding(spec[Tiktoken.Length..])
        : throw new HaystackException($"there is no tokenizer '{spec}'");
}
