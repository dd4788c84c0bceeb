namespace Haystack.Scoring;

/// <summary>A reply without its thinking.</summary>
/// <param name="Text">What is left to be read.</param>
/// <param name="HadThinking">Whether thinking was cut off.</param>
/// <param name="IsOpen">Whether the reply ended inside its thinking.</param>
internal sealed record VisibleReply(string Text, bool HadThinking, bool IsOpen);
