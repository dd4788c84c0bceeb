using Haystack.Facts;

namespace Haystack.Planning;

/// <summary>Where one whole chain of a document shall stand.</summary>
/// <param name="Order">Which of its facts comes first.</param>
/// <param name="DistanceTokens">Tokens between neighbouring facts.</param>
/// <param name="Target">Where its midpoint is aimed at, 0–1 of the range that its length leaves open.</param>
internal sealed record ChainPlan(FactOrder Order, int DistanceTokens, double Target)
{
    /// <summary>How many facts of others stand between its facts, exactly; null for those that come to stand there.</summary>
    public int? InterveningFacts { get; init; }
}
