using Haystack.Tokenization;

namespace Haystack.Inference;

/// <summary>What a server says of a model before anything is asked of it.</summary>
internal sealed record ModelDescription
{
    /// <summary>The name it has in the sweep, provider and options included (a <c>ModelSpec</c> printed canonically).</summary>
    public required string Name { get; init; }

    /// <summary>The name of one of <see cref="ModelProviders"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>Digest of the weights; null where the server has none.</summary>
    public string? Digest { get; init; }

    /// <summary>Such as <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>Such as <c>32.8B</c>.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>The architecture, such as <c>qwen2</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>The longest context the model and server take, in tokens; null where unknown.</summary>
    public int? MaxContextTokens { get; init; }

    /// <summary>Software and version of the server.</summary>
    public string? Server { get; init; }

    /// <summary>Whether the context size is ours to set for each request (Ollama), so that one value must be held through the sweep.</summary>
    public bool SetsNumCtx { get; init; }

    /// <summary>Whether it is going to think, seen or unseen, before it answers.</summary>
    public bool Thinks { get; init; }

    /// <summary>The most tokens that its server is asked to let it think for; null where none is asked for.</summary>
    public int? ThinkBudget { get; init; }

    /// <summary>The tokenizer that counts for this model.</summary>
    public required ModelTokenizer Tokenizer { get; init; }

    /// <summary>How far its counts can be trusted before any probe.</summary>
    public required TokenizerGrade TokenizerGrade { get; init; }

    /// <summary>Why the grade is no better; null where there is nothing to say.</summary>
    public string? TokenizerNote { get; init; }

    /// <summary>Everything else worth storing, name to value (template hash, capabilities, sampling …). Never a secret.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
