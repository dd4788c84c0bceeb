namespace Haystack.Facts;

/// <summary>One planted statement.</summary>
/// <param name="Hop">Which link of its chain it is, from 1.</param>
/// <param name="Text">A whole sentence, without any white space around it.</param>
internal sealed record Fact(int Hop, string Text);
