namespace Haystack.LLama.Engine;

/// <summary>The engine could not do what it was asked; one line says why.</summary>
internal sealed class EngineException(string message) : HaystackException(message);
