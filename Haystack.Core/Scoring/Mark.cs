namespace Haystack.Scoring;

/// <summary>An answer that a reply marks as such.</summary>
/// <param name="Form">How it is marked, for the explanation.</param>
/// <param name="Start">Where the mark starts.</param>
/// <param name="Body">What is marked.</param>
/// <param name="End">Where the rest of the reply starts.</param>
/// <param name="IsWhole">Whether it stands there to its end, so that a reply cut off behind it has still committed.</param>
/// <param name="IsLine">Whether it is the plain line that the prompt asks for.</param>
internal sealed record Mark(string Form, int Start, string Body, int End, bool IsWhole, bool IsLine);
