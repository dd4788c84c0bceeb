namespace Haystack.Tokenization;

/// <summary>Tokenizers as named on the command line: <c>tiktoken:NAME</c>, <c>hf:PATH</c>, <c>gguf:PATH</c>.</summary>
public static class TokenizerSpec
{
    /// <summary>Loads the tokenizer that <paramref name="spec"/> names.</summary>
    /// <exception cref="HaystackException">It names nothing, or something that is not there or not supported; one line says which.</exception>
    public static ModelTokenizer Load(string spec) => Load(spec, HaystackCache.Default);

    /// <inheritdoc cref="Load(string)"/>
    internal static ModelTokenizer Load(string spec, HaystackCache cache)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var colon = spec.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? (spec, "") : (spec[..colon], spec[(colon + 1)..]);
        if (rest.Length == 0)
            throw NotASpec(spec);
        return kind switch
        {
            "tiktoken" => TiktokenModelTokenizer.ForEncoding(rest),
            "hf" => TokenizerJson.Load(rest, cache),
            "gguf" => GgufVocabulary.Load(rest, cache),
            _ => throw NotASpec(spec),
        };
    }

    private static HaystackException NotASpec(string spec) =>
        new($"'{spec}' is not a tokenizer (tiktoken:{string.Join("|", TiktokenEncoding.Names)}, hf:PATH of a tokenizer.json, gguf:PATH)");
}
