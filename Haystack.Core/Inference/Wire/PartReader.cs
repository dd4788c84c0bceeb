using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Reads a delta, a message, or a part of one: texts and thinking, of any nesting.</summary>
internal static class PartReader
{
    private static readonly string[] TextNames = ["content", "text", "parts", "value", "output_text"];

    // Without capitals and underscores.
    private static readonly string[] OtherTextNames = ["content", "contents", "text", "answer", "output", "response", "generatedtext", "outputtext", "completion", "reply", "message"];

    // Where the kind of a text is told.
    private static readonly string[] Kinds = ["type", "contenttype", "blocktype", "texttype", "messagetype", "channel", "phase", "stage", "kind", "role", "segment", "mode", "status", "state", "name", "section", "part"];

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
        isThinking |= IsToldToBeThinking(part);
        foreach (var name in TextNames)
        {
            if (part.Member(name) is not { } text)
                continue;
            Read(text, piece, isThinking);
            break;
        }

        if (!piece.HasText)
            OtherText(part, piece, isThinking);

        ThinkingMembers(part, piece);
        if (isThinking && !piece.HasText && part.Member("summary") is { } summary)
            Read(summary, piece, isThinking: true);
        if (part.Member("message") is { ValueKind: JsonValueKind.Object } inner && !piece.HasText)
            Read(inner, piece, isThinking);
        if (part.Member("refusal") is { ValueKind: JsonValueKind.String } refusal && piece.Content.Length == 0)
            Read(refusal, piece);
    }

    /// <summary>Whether an object says of its text that it is thinking: <c>"type":"reasoning"</c>, <c>"channel":"analysis"</c>, <c>"is_thinking":true</c>.</summary>
    public static bool IsToldToBeThinking(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
            return false;
        foreach (var member in part.EnumerateObject())
        {
            var isTold = member.Value.ValueKind switch
            {
                JsonValueKind.String => Kinds.Contains(ErrorReader.PlainName(member.Name)) && IsThinkingWord(member.Value.Text() ?? ""),
                JsonValueKind.True => IsThinkingFlag(member.Name),
                JsonValueKind.Number => IsThinkingFlag(member.Name) && member.Value.Whole() == 1,
                JsonValueKind.Object => ErrorReader.PlainName(member.Name) is "metadata" or "meta" && IsToldToBeThinking(member.Value),
                _ => false,
            };
            if (isTold)
                return true;
        }

        return false;
    }

    private static bool IsThinkingWord(string word) => IsAny(word.ToLowerInvariant(), "think", "reason", "thought", "analysis", "scratchpad", "monologue") && !IsAny(word.ToLowerInvariant(), "end", "done", "no_", "not_", "non", "after");

    private static bool IsThinkingFlag(string name) => IsThinking(name) && !IsAny(name.ToLowerInvariant(), "support", "can", "has", "allow", "show", "hide", "include", "use");

    // Under a name that is none of the protocols', where none of theirs is there.
    private static void OtherText(JsonElement part, WirePiece piece, bool isThinking)
    {
        foreach (var member in part.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String || !OtherTextNames.Contains(ErrorReader.PlainName(member.Name)))
                continue;
            Read(member.Value, piece, isThinking);
            return;
        }
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
