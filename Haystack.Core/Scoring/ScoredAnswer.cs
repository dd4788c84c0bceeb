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

    /// <summary>How the reply answered, as in <c>TrialRow.AnswerForm</c>; null where no answer was read.</summary>
    public string? AnswerForm { get; init; }

    /// <summary>The readings that stand where the outcome is <see cref="Outcome.Ambiguous"/>; else empty.</summary>
    public IReadOnlyList<string> OtherReadings { get; init; } = [];

    /// <summary><see cref="OtherReadings"/> as stored, a reading a line; null where there are none.</summary>
    public string? OtherReadingsText => OtherReadings.Count == 0 ? null : string.Join('\n', OtherReadings.Select(r => r.ReplaceLineEndings(" ")));

    /// <summary><see cref="Reading"/> as stored: a step a line, whatever a reply that is quoted in one holds.</summary>
    public string ReadingText => string.Join('\n', Reading.Select(step => step.ReplaceLineEndings(" ")));
}
