namespace Haystack.Documents;

/// <summary>
/// Where one fact stands in its document. Ranges are half-open, relative to the document, and include the blank that
/// joins the sentence to the one before (it belongs to the fact's first token).
/// </summary>
internal sealed record PlantedFact(int Chain, int Hop, string Text, int CharStart, int CharEnd, int TokenStart, int TokenEnd);
