using System.Globalization;

namespace Haystack.Inference.Ollama;

/// <summary>Ollama answered a question about its models with an error.</summary>
internal sealed class OllamaRefusal(int status, string said)
    : HaystackException(string.Create(CultureInfo.InvariantCulture, $"Ollama answered HTTP {status}: {said}{(status is 401 or 403 ? " (does --endpoint or OLLAMA_HOST name a server that asks for a key?)" : "")}"))
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
