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
        return new TokenizerVocabulary
        {
            Source = source,
            Kind = kind,
            Pre = Text("pre"),
            Tokens = List<string>("tokens") ?? throw new HaystackException($"{source}: no tokenizer.ggml.tokens are given"),
            Merges = List<string>("merges") ?? [],
            Scores = List<float>("scores"),
            TokenTypes = List<int>("token_type"),
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
}
