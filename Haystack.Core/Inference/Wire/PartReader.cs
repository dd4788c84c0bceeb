using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Reads a delta, a message, or a part of one: texts and thinking, of any nesting.</summary>
internal static class PartReader
{
    private static readonly string[] TextNames = ["content", "text", "parts", "value", "output_text"];

    // What is called after thinking and is no text of it.
    private static readonly string[] NoThinking = ["token", "time", "duration", "effort", "id", "signature", "format", "budget", "enabled", "finished", "done", "end", "start", "level", "type"];

    /// <summary>Adds what <paramref name="part"/> holds.</summary>
    /// <param name="part">A text, an object, or an array of these.</param>
    /// <param name="piece">Takes it.</param>
    /// <param name="isThinking">Whether it stands within thinking.</param>
    public static void Read(JsonElement part, WirePiece piece, bool isThinking = false)
    {
        switch (part.ValueKind)
        {
            case JsonValueKind.String:
                piece.Add(LooseJson.Characters(part), isThinking);
                break;
            case JsonValueKind.Array:
                foreach (var item in part.EnumerateArray())
                    Read(item, piece, isThinking);
                break;
            case JsonValueKind.Object:
                Members(part, piece, isThinking);
                break;
            case JsonValueKind.Number:
            case JsonValueKind.True:
            case JsonValueKind.False:
                piece.IsUnreadable = true;
                break;
        }
    }

    /// <summary>Adds what an object's members hold.</summary>
    public static void Members(JsonElement part, WirePiece piece, bool isThinking)
    {
        var type = part.Text("type")?.ToLowerInvariant() ?? "";
        if (IsAny(type, "tool", "function", "input_json") || HasCalls(part))
            piece.HasToolCalls = true;
        if (IsAny(type, "tool", "function", "input_json", "image", "audio", "signature", "citation", "redacted"))
            return;
        isThinking |= IsAny(type, "think", "reason", "thought") || part.Flag("thought") == true || part.Flag("thinking") == true;
        foreach (var name in TextNames)
        {
            if (part.Member(name) is not { } text)
                continue;
            Read(text, piece, isThinking);
            break;
        }

        ThinkingMembers(part, piece);
        if (isThinking && !piece.HasText && part.Member("summary") is { } summary)
            Read(summary, piece, isThinking: true);
        if (part.Member("message") is { ValueKind: JsonValueKind.Object } inner && !piece.HasText)
            Read(inner, piece, isThinking);
        if (part.Member("refusal") is { ValueKind: JsonValueKind.String } refusal && piece.Content.Length == 0)
            Read(refusal, piece);
    }

    /// <summary>Adds the thinking that an object holds beside its text. Some servers give it twice, under two names: it is read once.</summary>
    public static void ThinkingMembers(JsonElement part, WirePiece piece)
    {
        if (part.ValueKind != JsonValueKind.Object)
            return;
        WirePiece? details = null;
        foreach (var member in part.EnumerateObject().Where(m => IsThinking(m.Name)))
        {
            var thinking = new WirePiece();
            Read(member.Value, thinking, isThinking: true);
            if (thinking.Thinking.Length == 0)
                continue;
            details = thinking;
            if (!member.Name.EndsWith("details", StringComparison.OrdinalIgnoreCase))
                break;
        }

        if (details is not null)
            piece.Add(details.Thinking, isThinking: true);
    }

    private static bool IsThinking(string name)
    {
        var lower = name.ToLowerInvariant();
        return IsAny(lower, "reasoning", "think", "thought", "analysis") && !NoThinking.Any(n => lower.EndsWith(n, StringComparison.Ordinal) || lower.EndsWith($"{n}s", StringComparison.Ordinal));
    }

    private static bool HasCalls(JsonElement part) =>
        part.Items("tool_calls").Any(c => c.ValueKind == JsonValueKind.Object) || part.Items("toolCalls").Any()
        || part.Member("function_call") is { ValueKind: JsonValueKind.Object } call && call.EnumerateObject().Any(m => m.Value.ValueKind == JsonValueKind.String && m.Value.Text() is { Length: > 0 })
        || part.Member("functionCall") is { ValueKind: JsonValueKind.Object };

    private static bool IsAny(string text, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (text.Contains(part, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
