namespace Haystack.Inference;

/// <summary>The model that a sweep began with is no longer there.</summary>
internal sealed class ModelChangedException(string message) : HaystackException(message);
