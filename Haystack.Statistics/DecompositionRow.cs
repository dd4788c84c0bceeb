namespace Haystack.Statistics;

/// <summary>
/// Pair against single facts at one length and distance, over chains with an answer in all three arms. Where pair lies below
/// <see cref="Both"/>, combining failed and not finding.
/// </summary>
public sealed record DecompositionRow
{
    /// <summary>The rung, in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens between the facts.</summary>
    public required int DistanceTokens { get; init; }

    /// <summary>Right pair questions.</summary>
    public required Proportion Pair { get; init; }

    /// <summary>Right first facts.</summary>
    public required Proportion First { get; init; }

    /// <summary>Right last facts.</summary>
    public required Proportion Second { get; init; }

    /// <summary>
    /// Chains whose two facts were both found alone: what the pair question would come to if combining cost nothing. Unlike
    /// the product of the two shares it does not ask for failures that are independent.
    /// </summary>
    public required Proportion Both { get; init; }

    /// <summary>Right pair questions of the chains whose two facts were both found alone.</summary>
    public required Proportion Combined { get; init; }

    /// <summary>p(pair) − p(both).</summary>
    public required double Difference { get; init; }

    /// <summary>Its 95% interval, from the spread between documents, over what pair questions without an answer could have been; null with fewer than eight.</summary>
    public required Interval? DifferenceInterval { get; init; }
}
