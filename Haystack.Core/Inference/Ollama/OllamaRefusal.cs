using System.Globalization;

namespace Haystack.Inference.Ollama;

/// <summary>Ollama answered a question about its models with an error.</summary>
internal sealed class OllamaRefusal(int status, string said)
    : HaystackException(string.Create(CultureInfo.InvariantCulture, $"Ollama answered HTTP {status}: {said}"))
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
