namespace Haystack.Documents;

/// <summary>A document's facts need more room than its context length leaves.</summary>
internal sealed class DoesNotFitException(string message) : HaystackException(message);
