namespace Haystack.Scoring;

/// <summary>The part of a reply that is read as its answer.</summary>
/// <param name="Form">Where it stood, in words: <c>the last "Answer:" line</c> …</param>
/// <param name="Body">The answer as written.</param>
/// <param name="Tail">What the reply says after it.</param>
/// <param name="IsMarked">Whether the reply itself marked it as the answer.</param>
/// <param name="IsTerminated">Whether it is known to be whole: a line end, a closing brace or a full stop follows.</param>
/// <param name="Position">Where the body starts in the visible reply.</param>
internal sealed record FoundAnswer(string Form, string Body, string Tail, bool IsMarked, bool IsTerminated, int Position);
