namespace Haystack.Corpora;

/// <summary>
/// Filler text cut into sentences: one contiguous string, and the places where it may be cut.
/// </summary>
/// <remarks>
/// Each sentence carries what joins it to the one before as its own first characters (its lead): <c>" "</c>
/// inside a paragraph, <c>" \n\n"</c> where a paragraph opens, nothing between Chinese sentences of one
/// paragraph. The blank before the line breaks is on purpose: after it, every pre-tokenizer known here starts a
/// new piece, so token counts of sentences add up. No sentence ends in white space, so any slice between
/// two boundaries is text that can be followed by any other sentence.
/// </remarks>
internal sealed class Corpus
{
    /// <summary>What it is called in options and reports, such as <c>chronicle</c> or a file's name.</summary>
    public required string Name { get; init; }

    /// <summary><c>en</c> or <c>zh</c>: the language that its documents are asked about in.</summary>
    public required string Language { get; init; }

    /// <summary>The whole text, every sentence after the other.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// Offsets into <see cref="Text"/>, in UTF-16 units, ascending: sentence i is
    /// <c>Text[Boundaries[i]..Boundaries[i + 1]]</c>; the first is 0, the last <c>Text.Length</c>.
    /// </summary>
    public required IReadOnlyList<int> Boundaries { get; init; }

    /// <summary>SHA-256 of name-independent content (language, text, boundaries), lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How many sentences there are.</summary>
    public int SentenceCount => Boundaries.Count - 1;

    /// <summary>Sentence <paramref name="index"/> with its lead.</summary>
    public ReadOnlySpan<char> Sentence(int index) => Text.AsSpan(Boundaries[index]..Boundaries[index + 1]);
}
