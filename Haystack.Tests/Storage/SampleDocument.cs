using Haystack.Facts;
using Haystack.Storage;

namespace Haystack.Tests.Storage;

/// <summary>A made-up document and its chains.</summary>
public sealed record SampleDocument(DocumentRow Row, IReadOnlyList<SampleChain> Chains);

/// <summary>A made-up chain: where its two facts stand, 0–1, and how far apart; no distance for an orphan.</summary>
public sealed record SampleChain(int Index, FactOrder Order, int? Distance, double Earlier, double Later)
{
    public bool IsOrphan => Distance is null;
}
