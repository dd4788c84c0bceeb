namespace Haystack.Inference.Health;

/// <summary>One thing that was looked at before a sweep.</summary>
/// <param name="Level">How it stands.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do about it; null where nothing needs doing.</param>
internal sealed record CheckFinding(FindingLevel Level, string Subject, string Text, string? Remedy = null);
