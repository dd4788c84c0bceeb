namespace Haystack.Corpora.Procedural;

/// <summary>One step of a paragraph's plan: so many sentences of a rule.</summary>
/// <param name="Sentence">What writes each of them.</param>
/// <param name="Least">The least number of sentences.</param>
/// <param name="Most">The greatest number of sentences.</param>
/// <param name="Lead">What each opens with; null for what joins sentences of a paragraph in this language.</param>
internal sealed record PlanStep(Piece Sentence, int Least, int Most, string? Lead);
