namespace Haystack.Statistics;

/// <summary>What comes after a look.</summary>
/// <param name="Documents">The documents to add; none where the sweep ends.</param>
/// <param name="Reason">Why it ends, or why these documents, in one line.</param>
internal sealed record AllocationStep(IReadOnlyList<AllocationDocument> Documents, string Reason)
{
    /// <summary>Whether the sweep ends here.</summary>
    public bool Done => Documents.Count == 0;
}
