using Haystack.Planning;
using Haystack.Sets;

namespace Haystack.Designs;

/// <summary>A document and the questions that a round asks about it.</summary>
/// <param name="Set">Its set, which makes it.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Trials">The questions, in the order in which they are asked.</param>
internal sealed record RoundDocument(DocumentSet Set, DocumentPlan Plan, IReadOnlyList<Trial> Trials);
