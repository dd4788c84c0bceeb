using Haystack.Tokenization;

namespace Haystack.Storage;

/// <summary>One model of a run as stored.</summary>
public sealed record ModelRow
{
    /// <summary>Its name in the sweep, provider and options included: what <see cref="TrialRow.Model"/> refers to.</summary>
    public required string Name { get; init; }

    /// <summary><c>ollama</c>, <c>openai</c>, <c>builtin</c> or <c>simulated</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The server's digest of the weights; null where it has none.</summary>
    public string? Digest { get; init; }

    /// <summary>Such as <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>Such as <c>32.8B</c>.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>The model's architecture or family.</summary>
    public string? Architecture { get; init; }

    /// <summary>What the model was made for, in tokens.</summary>
    public int? MaxContextTokens { get; init; }

    /// <summary>The context size requested for the whole sweep, in tokens.</summary>
    public required int NumCtx { get; init; }

    /// <summary>Where the tokenizer came from.</summary>
    public required string TokenizerSource { get; init; }

    /// <summary>SHA-256 over its vocabulary and rules; documents of the same tokenizer are the same text.</summary>
    public string TokenizerFingerprint { get; init; } = "";

    /// <summary>How far its counts can be trusted.</summary>
    public required TokenizerGrade TokenizerGrade { get; init; }

    /// <summary>Why the grade is no better; null where there is nothing to say.</summary>
    public string? TokenizerNote { get; init; }

    /// <summary>Tokens that the server adds around the message (chat template, BOS).</summary>
    public required int TemplateTokens { get; init; }

    /// <summary>The server's software and version.</summary>
    public string? Server { get; init; }

    /// <summary>Bytes of video memory that the model took.</summary>
    public long? VramBytes { get; init; }

    /// <summary>Bytes that the model took in all.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Sampling and further properties, name to value.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
