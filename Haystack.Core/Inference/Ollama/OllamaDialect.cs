using System.Buffers;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Ollama;

/// <summary>Lines of a chat, as OllamaSharp reads them.</summary>
internal sealed class OllamaDialect : WireDialect
{
    public override string MediaType => "application/x-ndjson";

    public override void Piece(IBufferWriter<byte> output, string content, string thinking) => Line(output, content, thinking, null);

    public override void End(IBufferWriter<byte> output, WireTap tap) => Line(output, "", "", tap);

    private static void Line(IBufferWriter<byte> output, string content, string thinking, WireTap? end)
    {
        Object(output, json =>
        {
            json.WriteString("model"u8, "model"u8);
            json.WriteString("created_at"u8, "2026-01-01T00:00:00Z"u8);
            json.WriteStartObject("message"u8);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, content);
            if (thinking.Length > 0)
                json.WriteString("thinking"u8, thinking);
            json.WriteEndObject();
            json.WriteBoolean("done"u8, end is not null);
            if (end is null)
                return;
            json.WriteString("done_reason"u8, "stop"u8);
            json.WriteNumber("prompt_eval_count"u8, end.PromptTokens ?? 0);
            json.WriteNumber("eval_count"u8, end.OutputTokens ?? 0);
        });
        output.Write("\n"u8);
    }
}
