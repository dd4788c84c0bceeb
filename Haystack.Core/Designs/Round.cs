namespace Haystack.Designs;

/// <summary>Documents that are asked about side by side; the next round waits for their answers.</summary>
/// <param name="Documents">The documents, in the order in which they are begun; the same whenever they are gone through.</param>
internal sealed record Round(IEnumerable<RoundDocument> Documents)
{
    /// <summary>What the user is told before it, in one line, where something of it is asked; null for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether it comes on top of the trials that a sweep is said to have.</summary>
    public bool IsExtra { get; init; }
}
