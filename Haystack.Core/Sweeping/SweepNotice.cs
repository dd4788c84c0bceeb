namespace Haystack.Sweeping;

/// <summary>One line that a user should see: a fallback, a bound, a pool word lost.</summary>
/// <param name="Text">The line.</param>
public sealed record SweepNotice(string Text) : SweepEvent;
