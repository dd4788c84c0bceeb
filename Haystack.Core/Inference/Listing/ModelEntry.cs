using Haystack.Tokenization;

namespace Haystack.Inference.Listing;

/// <summary>One line of a listing of models.</summary>
internal sealed record ModelEntry
{
    /// <summary>The name as a sweep takes it.</summary>
    public required string Name { get; init; }

    /// <summary>The longest context, in tokens; null where unknown or without limit.</summary>
    public int? MaxContextTokens { get; init; }

    /// <summary>Where the tokenizer comes from.</summary>
    public string? TokenizerSource { get; init; }

    /// <summary>How far its counts can be trusted before the server is probed.</summary>
    public TokenizerGrade? TokenizerGrade { get; init; }

    /// <summary>Why the grade is no better.</summary>
    public string? TokenizerNote { get; init; }

    /// <summary>Such as <c>32.8B</c>.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>Such as <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>Bytes on the server's disk.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Bytes of key–value cache for each token of context.</summary>
    public long? CacheBytesPerToken { get; init; }

    /// <summary>How much it thinks unless told otherwise.</summary>
    public string? Think { get; init; }

    /// <summary>How its tokens are drawn unless told otherwise.</summary>
    public string? Sampling { get; init; }

    /// <summary>Trials of a sweep with all the defaults; null where none would fit.</summary>
    public int? SweepTrials { get; init; }

    /// <summary>Prompt tokens that such a sweep would have computed.</summary>
    public long? SweepPromptTokens { get; init; }

    /// <summary>Why it cannot be swept; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>About how many bytes it takes when loaded with <paramref name="contextTokens"/>; null where that cannot be told.</summary>
    public long? BytesLoaded(int contextTokens) => SizeBytes + (CacheBytesPerToken * contextTokens);
}
