namespace Haystack.Facts;

/// <summary>What a document asks of its facts.</summary>
internal sealed record ChainRequest
{
    /// <summary>Where everything random in them comes from.</summary>
    public required Seed Seed { get; init; }

    /// <summary>The family's name.</summary>
    public required string Family { get; init; }

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Facts a chain, 2–5.</summary>
    public required int Hops { get; init; }

    /// <summary>The order of facts of each whole chain; its count is the number of whole chains.</summary>
    public required IReadOnlyList<FactOrder> Orders { get; init; }

    /// <summary>How many chains with a fact left out.</summary>
    public required int Orphans { get; init; }

    /// <summary>How many single facts that belong to no question.</summary>
    public int Distractors { get; init; }

    /// <summary>How many whole chains.</summary>
    public int Chains => Orders.Count;
}
