namespace Haystack.Inference.OpenAi;

/// <summary>What a server said of itself and of one of its models before anything was asked.</summary>
internal sealed record OpenAiModel
{
    /// <summary>Whose protocol it is.</summary>
    public required OpenAiFlavor Flavor { get; init; }

    /// <summary>The longest prompt and answer together, in tokens; null where it could not be found out.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Where that number comes from, or why there is none.</summary>
    public required string ContextSource { get; init; }

    /// <summary>Such as <c>Q4_K_M</c>; null where the server does not say.</summary>
    public string? Quantization { get; init; }

    /// <summary>The architecture; null where the server does not say.</summary>
    public string? Architecture { get; init; }

    /// <summary>What tells this model from another under the same name: a fingerprint, a file, a root; null where there is nothing.</summary>
    public string? Identity { get; init; }

    /// <summary>The file of its weights where the server runs; null where it does not say.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>How many requests the server works on at a time; null where it does not say.</summary>
    public int? Slots { get; init; }

    /// <summary>The server's own version; null where it does not say.</summary>
    public string? Version { get; init; }
}
