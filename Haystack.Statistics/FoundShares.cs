namespace Haystack.Statistics;

/// <summary>The chance of finding both facts of chains, each as a share of that of the chain where it is best.</summary>
/// <param name="Chains">A share a chain, 0–1.</param>
/// <param name="InMiddle">The same for facts in the middle of a document of mean length.</param>
internal sealed record FoundShares(IReadOnlyList<double> Chains, double InMiddle);
