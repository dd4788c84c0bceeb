using System.Text;
using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>What a message says: a text, or a list of parts (text, thinking, refusal, calls of tools).</summary>
/// <param name="Text">Its visible text.</param>
/// <param name="Thinking">Thinking given in parts of its own.</param>
/// <param name="Refusal">The words of a refusal given in a part of its own; null without.</param>
/// <param name="CallsTool">Whether it calls a tool.</param>
internal sealed record ReplyText(string Text, string Thinking, string? Refusal, bool CallsTool)
{
    private static readonly string[] ThinkingFields = ["thinking", "reasoning", "text", "content", "summary"];

    /// <summary>Reads a content; null or absent says nothing.</summary>
    /// <exception cref="UnknownShapeException">It is neither text nor a list of parts that are known.</exception>
    public static ReplyText Of(JsonElement? content)
    {
        var (text, thinking, refusal, tool, between) = (new StringBuilder(), new StringBuilder(), (string?)null, false, false);
        switch (content)
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.String } whole:
                text.Append(whole.GetString());
                break;
            case { ValueKind: JsonValueKind.Array } parts:
                foreach (var part in parts.EnumerateArray())
                    Add(part);
                break;
            default:
                throw new UnknownShapeException("a content that is neither a text nor a list of parts");
        }

        return new ReplyText(text.ToString(), thinking.ToString(), refusal, tool);

        void Add(JsonElement part)
        {
            var type = part.ValueKind == JsonValueKind.String ? "text" : JsonFields.Text(part, "type") ?? (JsonFields.Text(part, "text") is null ? "" : "text");
            switch (type)
            {
                case "text" or "output_text" or "input_text":
                    // What stands between two texts parts them; texts that follow each other are one.
                    text.Append(between && text.Length > 0 ? "\n" : "").Append(part.ValueKind == JsonValueKind.String ? part.GetString() : Required(part, "text"));
                    between = false;
                    return;
                case "thinking" or "reasoning" or "reasoning_text" or "summary_text" or "reasoning.text" or "reasoning.summary":
                    thinking.Append(thinking.Length > 0 ? "\n" : "").Append(ThinkingOf(part));
                    break;
                case "refusal":
                    refusal = JsonFields.Text(part, "refusal") ?? "the model refused";
                    break;
                case "redacted_thinking" or "reasoning.encrypted":
                    break;
                case "tool_use" or "server_tool_use" or "tool_call" or "function_call" or "tool_result":
                    tool = true;
                    break;
                default:
                    throw new UnknownShapeException(type.Length > 0 ? $"a part of type '{type}'" : "a part without a type");
            }

            between = true;
        }
    }

    /// <summary>Thinking as a text, a list of texts or parts, or a summary.</summary>
    public static string ThinkingOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.String ? part.GetString()!
        : part.ValueKind == JsonValueKind.Array ? string.Join('\n', part.EnumerateArray().Select(ThinkingOf))
        : part.ValueKind != JsonValueKind.Object ? ""
        : string.Join('\n', ThinkingFields.Select(name => JsonFields.Get(part, name)).OfType<JsonElement>().Select(ThinkingOf).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal));

    private static string Required(JsonElement part, string name) =>
        JsonFields.Text(part, name) ?? throw new UnknownShapeException($"a part of type text whose {name} is no text");
}
