namespace Haystack.Reference;

/// <summary>A token with a part to play.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Role">The part.</param>
/// <param name="Name">For a name: which.</param>
/// <param name="Links">For what asks: how many links it asks for.</param>
internal sealed record ReferenceToken(string Text, TokenRole Role, int Name = -1, int Links = 0);
