namespace Haystack.Statistics;

/// <summary>What one chain of one document came to for one model: its arms side by side.</summary>
public sealed record ChainOutcome
{
    /// <summary>The document.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Tokens between the facts.</summary>
    public required int DistanceTokens { get; init; }

    /// <summary>The rung, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>The midpoint, 0–1.</summary>
    public required double Position { get; init; }

    /// <summary>Where the fact of hop 1 stands, 0–1; null in runs that did not record it.</summary>
    public double? FirstPlace { get; init; }

    /// <summary>Where the fact of the last hop stands, 0–1.</summary>
    public double? LastPlace { get; init; }

    /// <summary>How far the outermost facts stand from the midpoint, as a share of the document; null in runs that did not record it.</summary>
    public double? HalfSpan => FirstPlace is { } one && LastPlace is { } other ? Math.Abs(other - one) / 2 : null;

    /// <summary>½ where the fact to begin with stands first, −½ where it stands last.</summary>
    public double Order { get; init; }

    /// <summary>Facts of other chains between the outermost facts; null in runs that did not count them.</summary>
    public int? Intervening { get; init; }

    /// <summary>What a wrong answer to the pair question came to.</summary>
    public ChainMiss Miss { get; init; }

    /// <summary>γ of the pair question.</summary>
    public required double ChanceLevel { get; init; }

    /// <summary>Whether the pair question was answered right; null where it has no answer.</summary>
    public bool? Pair { get; init; }

    /// <summary>Whether the pair question was asked and came to no answer, or to one that can be read either way: it may have been wrong, or right.</summary>
    public bool IsUnsure { get; init; }

    /// <summary>γ of the single-fact questions.</summary>
    public double SingleChance { get; init; }

    /// <summary>The same for the first fact alone.</summary>
    public bool? First { get; init; }

    /// <summary>The same for the last fact alone.</summary>
    public bool? Second { get; init; }
}
