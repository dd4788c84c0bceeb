namespace Haystack.Planning;

/// <summary>One document to be made: a pure function of the options, the same for every tokenizer.</summary>
internal sealed record DocumentPlan
{
    /// <summary>Its identity within and across runs: readable parts, and a hash of everything that determines its facts.</summary>
    public required string Id { get; init; }

    /// <summary>Where everything random in it comes from.</summary>
    public required Seed Seed { get; init; }

    /// <summary>Its number among the documents of its context length, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Tokens of the longest prompt about it, chat template included.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>The family's name.</summary>
    public required string Family { get; init; }

    /// <summary>The language's code.</summary>
    public required string Language { get; init; }

    /// <summary>Facts a chain.</summary>
    public required int Hops { get; init; }

    /// <summary>Spread or gathered.</summary>
    public required Arrangement Arrangement { get; init; }

    /// <summary>Its whole chains.</summary>
    public required IReadOnlyList<ChainPlan> Chains { get; init; }

    /// <summary>Where the facts of its orphans are aimed at, one number (0–1 of the document) for each orphan.</summary>
    public required IReadOnlyList<double> OrphanTargets { get; init; }

    /// <summary>How many facts that belong to no question it holds: those planned between the facts of its chains.</summary>
    public int Distractors => Chains.Sum(c => c.InterveningFacts ?? 0);
}
