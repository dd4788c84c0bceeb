namespace Haystack.Corpora.Procedural;

/// <summary>A named choice between templates or words.</summary>
/// <param name="Name">Its name in the data file; a choice inside a template has none.</param>
/// <param name="Alternatives">What it can become.</param>
/// <param name="Weights">How many cards each alternative has in the rule's deck.</param>
internal sealed record Rule(string Name, IReadOnlyList<Piece[]> Alternatives, IReadOnlyList<int> Weights);
