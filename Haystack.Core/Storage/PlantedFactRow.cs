namespace Haystack.Storage;

/// <summary>One planted fact of a stored document. Ranges are half-open and relative to the document.</summary>
/// <param name="Chain">Its chain, from 0.</param>
/// <param name="Hop">Which link of the chain, from 1.</param>
/// <param name="Text">The sentence.</param>
/// <param name="CharStart">First UTF-16 unit.</param>
/// <param name="CharEnd">One past the last UTF-16 unit.</param>
/// <param name="TokenStart">First token.</param>
/// <param name="TokenEnd">One past the last token.</param>
/// <param name="Before">Up to 200 characters of text before it.</param>
/// <param name="After">Up to 200 characters of text after it.</param>
public sealed record PlantedFactRow(
    int Chain, int Hop, string Text, int CharStart, int CharEnd, int TokenStart, int TokenEnd, string Before, string After);
