using Haystack.Scoring;

namespace Haystack.Statistics;

/// <summary>What one chain of one document came to for one model: its arms side by side.</summary>
internal sealed record ChainOutcome
{
    /// <summary>The document.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Tokens between the facts.</summary>
    public required int DistanceTokens { get; init; }

    /// <summary>The rung, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>The midpoint, 0–1.</summary>
    public required double Position { get; init; }

    /// <summary>What the pair question came to; null where it has no answer.</summary>
    public Outcome? PairOutcome { get; init; }

    /// <summary>γ of the pair question.</summary>
    public required double ChanceLevel { get; init; }

    /// <summary>Whether the pair question was answered right; null where it has no answer.</summary>
    public bool? Pair { get; init; }

    /// <summary>Whether the pair question was asked and came to no answer, or to one that can be read either way: it may have been wrong, or right.</summary>
    public bool IsUnsure { get; init; }

    /// <summary>The same for the first fact alone.</summary>
    public bool? First { get; init; }

    /// <summary>The same for the last fact alone.</summary>
    public bool? Second { get; init; }
}
