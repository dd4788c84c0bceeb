using Haystack.Facts;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>A chain of a planned document, and where its facts came to stand.</summary>
internal sealed record PlacedChain
{
    /// <summary>The document, unique in its grid.</summary>
    public required string Document { get; init; }

    /// <summary>Which chain of the document.</summary>
    public required int Chain { get; init; }

    /// <summary>The rung, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens between its facts; null for an orphan.</summary>
    public required int? DistanceTokens { get; init; }

    /// <summary>Which of its facts stands first.</summary>
    public required FactOrder Order { get; init; }

    /// <summary>Where the fact of hop 1 stands, 0–1.</summary>
    public required double FirstPlace { get; init; }

    /// <summary>Where the fact of the last hop stands, 0–1.</summary>
    public required double LastPlace { get; init; }

    /// <summary>The midpoint, 0–1, as documents give it.</summary>
    public required double Position { get; init; }

    /// <summary>Facts of other chains between its own.</summary>
    public required int InterveningFacts { get; init; }
}
