using Haystack.Tokenization;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>A model of a fake server.</summary>
internal sealed record FakeModel
{
    public required string Name { get; init; }

    /// <summary>What it counts with: nothing of the code under test may do the counting for it.</summary>
    public ModelTokenizer Tokenizer { get; init; } = new PieceTokenizer();

    /// <summary>What a verbose answer shows; null for a model without a vocabulary.</summary>
    public TokenizerVocabulary? Vocabulary { get; init; }

    public string Digest { get; init; } = new('a', 64);

    public int ContextLength { get; init; } = 131_072;

    public string Family { get; init; } = "qwen2";

    public string ParameterSize { get; init; } = "7.6B";

    public string Quantization { get; init; } = "Q4_K_M";

    public IReadOnlyList<string> Capabilities { get; init; } = ["completion"];

    public long Size { get; init; } = 4_700_000_000;

    public string? RemoteHost { get; init; }

    /// <summary>The text that the template puts before a message, in the same stretch of text as the message.</summary>
    public string RolePrefix { get; init; } = "user\n";

    /// <summary>Control tokens and fixed text that the template adds beyond that.</summary>
    public int ControlTokens { get; init; } = 8;

    public string Template { get; init; } = "{{ range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n";

    /// <summary>The answer's <c>model_info</c>; as in the real one, long arrays are null unless it is verbose.</summary>
    public Dictionary<string, object?> Info(bool verbose)
    {
        var info = new Dictionary<string, object?>
        {
            ["general.architecture"] = Family,
            ["general.basename"] = Name.Split(':')[0],
            ["general.parameter_count"] = 7_600_000_000,
            [$"{Family}.context_length"] = ContextLength,
            [$"{Family}.block_count"] = 28,
            [$"{Family}.embedding_length"] = 3584,
            [$"{Family}.attention.head_count"] = 28,
            [$"{Family}.attention.head_count_kv"] = 4,
        };
        if (Vocabulary is not { } vocabulary)
            return info;
        info["tokenizer.ggml.model"] = vocabulary.Kind;
        info["tokenizer.ggml.pre"] = vocabulary.Pre;
        info["tokenizer.ggml.tokens"] = verbose ? vocabulary.Tokens : null;
        info["tokenizer.ggml.merges"] = verbose ? vocabulary.Merges : null;
        info["tokenizer.ggml.token_type"] = verbose ? vocabulary.TokenTypes : null;
        if (vocabulary.Scores is not null)
            info["tokenizer.ggml.scores"] = verbose ? vocabulary.Scores : null;
        if (vocabulary.AddBos is { } bos)
            info["tokenizer.ggml.add_bos_token"] = bos;
        if (vocabulary.BosId is { } id)
            info["tokenizer.ggml.bos_token_id"] = id;
        return info;
    }
}
