namespace Haystack.Facts;

/// <summary>Makes the chains of one document.</summary>
internal interface IFactSource
{
    /// <summary>
    /// The chains of one document: <see cref="ChainRequest.Chains"/> whole ones whose orders are
    /// <see cref="ChainRequest.Orders"/>, then <see cref="ChainRequest.Orphans"/> orphans. No two share a name or value.
    /// </summary>
    /// <exception cref="HaystackException">The family, language or hops are not to be had, or a pool is exhausted.</exception>
    IReadOnlyList<FactChain> Create(ChainRequest request);
}
