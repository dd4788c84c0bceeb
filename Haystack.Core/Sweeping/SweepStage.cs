namespace Haystack.Sweeping;

/// <summary>What is being done before the first question: connecting, loading, probing. It passes.</summary>
/// <param name="Text">In a few words.</param>
public sealed record SweepStage(string Text) : SweepEvent;
