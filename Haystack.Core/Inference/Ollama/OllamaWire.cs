using Haystack.Inference.Wire;

namespace Haystack.Inference.Ollama;

/// <summary>Under OllamaSharp: asks for no truncation and no context shift, which it cannot.</summary>
internal sealed class OllamaWire(HttpMessageHandler inner, TimeProvider time) : WireHandler(inner, time)
{
    protected override byte[] ExtraMembers { get; } = "\"truncate\":false,\"shift\":false,"u8.ToArray();

    protected override bool IsChat(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath.EndsWith("/api/chat", StringComparison.Ordinal) == true;

    protected override WireDialect Dialect { get; } = new OllamaDialect();
}
