namespace Haystack.Tokenization;

/// <summary>
/// Makes a vocabulary of the <c>tokenizer.ggml.*</c> values that GGUF headers and Ollama's verbose
/// <c>/api/show</c> share. Values are <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, or lists of
/// <see cref="string"/>, <see cref="float"/>, <see cref="int"/>.
/// </summary>
internal static class GgmlVocabulary
{
    /// <summary>What every key of a tokenizer starts with.</summary>
    public const string Prefix = "tokenizer.ggml.";

    /// <summary>The keys that are read.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "tokenizer.ggml.model", "tokenizer.ggml.pre", "tokenizer.ggml.tokens", "tokenizer.ggml.merges", "tokenizer.ggml.scores",
        "tokenizer.ggml.token_type", "tokenizer.ggml.add_bos_token", "tokenizer.ggml.add_space_prefix", "tokenizer.ggml.bos_token_id",
    ];

    /// <summary>Checks the types of the values and names them.</summary>
    /// <exception cref="HaystackException">A needed value is missing or not of its type.</exception>
    public static TokenizerVocabulary Make(string source, IReadOnlyDictionary<string, object> values)
    {
        var kind = Text("model") ?? throw new HaystackException($"{source}: no tokenizer.ggml.model is given");
        var tokens = WithoutNul(List<string>("tokens") ?? throw new HaystackException($"{source}: no tokenizer.ggml.tokens are given"));
        return new TokenizerVocabulary
        {
            Source = source,
            Kind = kind,
            Pre = Text("pre"),
            Tokens = tokens,
            Merges = WithoutNul(List<string>("merges") ?? []),
            Scores = List<float>("scores"),
            TokenTypes = List<int>("token_type") is { } types ? Types(tokens, types) : null,
            AddBos = Flag("add_bos_token"),
            AddSpacePrefix = Flag("add_space_prefix"),
            BosId = Number("bos_token_id"),
        };

        object? Find(string name) => values.GetValueOrDefault(Prefix + name);

        string? Text(string name) => Find(name) switch
        {
            null => null,
            string text => text,
            _ => throw Wrong(name, "a text"),
        };

        bool? Flag(string name) => Find(name) switch
        {
            null => null,
            bool flag => flag,
            _ => throw Wrong(name, "true or false"),
        };

        int? Number(string name) => Find(name) switch
        {
            null => null,
            long number and >= 0 and <= int.MaxValue => (int)number,
            _ => throw Wrong(name, "a token id"),
        };

        IReadOnlyList<T>? List<T>(string name) => Find(name) switch
        {
            null => null,
            IReadOnlyList<T> list => list,
            _ => throw Wrong(name, $"a list of {(typeof(T) == typeof(string) ? "texts" : "numbers")}"),
        };

        HaystackException Wrong(string name, string expected) => new($"{source}: {Prefix}{name} is not {expected}");
    }

    // llama.cpp reads texts up to the first NUL.
    private static IReadOnlyList<string> WithoutNul(IReadOnlyList<string> texts) =>
        texts.Any(t => t.Contains('\0', StringComparison.Ordinal)) ? [.. texts.Select(t => t.Split('\0', 2)[0])] : texts;

    // Whatever a file says of them, llama.cpp takes the marks inside gpt-oss's replies for user-defined tokens.
    private static IReadOnlyList<int> Types(IReadOnlyList<string> tokens, IReadOnlyList<int> types)
    {
        if (types.Count != tokens.Count)
            return types;
        var ids = Enumerable.Range(0, tokens.Count).Where(id => tokens[id].StartsWith("<|", StringComparison.Ordinal)).ToLookup(id => tokens[id], StringComparer.Ordinal);
        string[] marks = ["<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"];
        var calls = ids.Contains("<|call|>") || ids.Contains("<|calls|>");
        if (calls && (ids.Contains("<|return|>") || ids.Contains("<|flush|>")))
            marks = [.. marks, "<|end|>"];
        var changed = types.ToArray();
        foreach (var id in marks.SelectMany(m => ids[m]))
            changed[id] = TokenType.UserDefined;
        return changed;
    }
}
