namespace Haystack.Scoring;

/// <summary>How a reply was read.</summary>
internal sealed record ScoredAnswer
{
    /// <summary>What it came to.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The answer as it was read, before normalising; null where none was.</summary>
    public string? Answer { get; init; }

    /// <summary>The steps of the reading in words, for <c>haystack show</c> and the report.</summary>
    public required IReadOnlyList<string> Reading { get; init; }

    /// <summary>The same as stored: a step a line, whatever a reply that is quoted in one holds.</summary>
    public string ReadingText => string.Join('\n', Reading.Select(step => step.ReplaceLineEndings(" ")));
}
