namespace Haystack.Corpora.Procedural;

/// <summary>One step of writing a template. What the numbers mean depends on the kind.</summary>
/// <param name="Kind">What it writes.</param>
/// <param name="Text">The text of a text piece; the form of a person or clock piece.</param>
/// <param name="Index">A rule's index; a role's number.</param>
/// <param name="Low">A number's least value.</param>
/// <param name="High">A number's greatest value.</param>
/// <param name="Variants">For story and season rules: the rule's index for each story or season.</param>
internal readonly record struct Piece(
    PieceKind Kind, string Text = "", int Index = 0, int Low = 0, int High = 0, int[]? Variants = null);
