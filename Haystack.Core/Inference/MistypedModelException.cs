namespace Haystack.Inference;

/// <summary>What was typed for a model means nothing, whatever its server says: a mistake to be mended before anything is asked.</summary>
internal sealed class MistypedModelException(string message) : HaystackException(message);
