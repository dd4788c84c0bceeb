using System.Buffers;
using System.Text.Json;
using Haystack.Inference.Wire;

namespace Haystack.Inference.OpenAi;

/// <summary>Chunks of a chat completion, as OpenAI's client reads them.</summary>
internal sealed class OpenAiDialect : WireDialect
{
    public override string MediaType => "text/event-stream";

    public override void Piece(IBufferWriter<byte> output, string content, string thinking) => Event(output, json =>
    {
        Choice(json, delta =>
        {
            if (thinking.Length > 0)
                delta.WriteString("reasoning_content"u8, thinking);
            if (content.Length > 0)
                delta.WriteString("content"u8, content);
        }, null);
    });

    public override void End(IBufferWriter<byte> output, WireTap tap)
    {
        Event(output, json =>
        {
            Choice(json, static _ => { }, "stop");
            if (tap.PromptTokens is not { } prompt)
                return;
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, prompt);
            json.WriteNumber("completion_tokens"u8, tap.OutputTokens ?? 0);
            json.WriteNumber("total_tokens"u8, prompt + (tap.OutputTokens ?? 0));
            json.WriteEndObject();
        });
        output.Write("data: [DONE]\n\n"u8);
    }

    private static void Event(IBufferWriter<byte> output, Action<Utf8JsonWriter> members)
    {
        output.Write("data: "u8);
        Object(output, members);
        output.Write("\n\n"u8);
    }

    private static void Choice(Utf8JsonWriter json, Action<Utf8JsonWriter> delta, string? finish)
    {
        json.WriteString("id"u8, "reply"u8);
        json.WriteString("object"u8, "chat.completion.chunk"u8);
        json.WriteNumber("created"u8, 0);
        json.WriteString("model"u8, "model"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        json.WriteString("role"u8, "assistant"u8);
        delta(json);
        json.WriteEndObject();
        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
