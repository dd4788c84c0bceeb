namespace Haystack.Reference;

/// <summary>A fact as the tokens of a text state it.</summary>
/// <param name="Subject">Number of the name that it is about.</param>
/// <param name="Object">Number of the name that it gives.</param>
/// <param name="Position">Where its last name stands, in tokens.</param>
internal sealed record StatedFact(int Subject, int Object, int Position);
