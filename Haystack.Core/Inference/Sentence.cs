namespace Haystack.Inference;

/// <summary>A sentence or line of a streamed reply, as far as repetition needs it.</summary>
/// <param name="Hash">Of its characters without case, spacing and emphasis.</param>
/// <param name="HashBesidesNumbers">The same with every number taken for one and the same.</param>
/// <param name="Length">Its characters, space around it left out.</param>
/// <param name="IsProse">Whether it has words and ends as sentences end: rows of tables, code and JSON do not.</param>
/// <param name="IsWordy">Whether it is more than numbers and marks, and neither a table's row nor code.</param>
internal readonly record struct Sentence(ulong Hash, ulong HashBesidesNumbers, int Length, bool IsProse, bool IsWordy);
