namespace Haystack.Scoring;

/// <summary>How a reply was read.</summary>
internal sealed record ScoredAnswer
{
    /// <summary>What it came to.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The answer as it was read, before normalising; null where none was.</summary>
    public string? Answer { get; init; }

    /// <summary>The steps of the reading in words, for <c>haystack show</c>.</summary>
    public required IReadOnlyList<string> Reading { get; init; }
}
