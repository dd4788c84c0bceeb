using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>
/// Reads a message of an answer: OpenAI's chunks and whole completions, Ollama's lines, and (as gateways hand them
/// through) Anthropic's, Google's, Cohere's and the Responses API's events. Nothing is required and every field may be of any type.
/// </summary>
internal static class PieceReader
{
    private static readonly string[] Wrappers = ["data", "result", "response", "chunk", "body", "completion", "json", "payload"];

    // Numbers beyond are no choice's.
    private const int MostChoices = 100_000;

    /// <summary>What <paramref name="message"/> brings.</summary>
    /// <param name="message">A JSON object.</param>
    /// <param name="name">Its event's name; null without one.</param>
    public static WirePiece Read(JsonElement message, string? name)
    {
        var piece = new WirePiece();
        if ((message.Text("type") ?? name) is { } type && type.StartsWith("response.", StringComparison.Ordinal))
            ResponsesEvents.Read(message, type, piece);
        else
            Read(message, piece, depth: 0);
        return piece;
    }

    private static void Read(JsonElement root, WirePiece piece, int depth)
    {
        if (FirstObject(root.Member("choices")) is { } choice)
            Choice(choice, piece);
        else if (FirstObject(root.Member("candidates")) is { } candidate)
            Choice(candidate, piece);
        else
            Bare(root, piece, depth);
        piece.IsUnreadable |= IsStrange(root.Member("choices"));
        piece.Reason ??= EndReason.In(root);
        var type = root.Text("type");
        piece.IsLast |= IsTrue(root, "done") || IsTrue(root, "stop") || IsTrue(root, "is_finished") || type is "message_stop" or "message-end";
        if (type == "message_start")
            piece.Reason = null;
    }

    private static void Choice(JsonElement choice, WirePiece piece)
    {
        piece.IsReply = true;
        piece.Speaker = choice.Member("delta")?.Text("role") ?? choice.Member("message")?.Text("role") ?? choice.Member("content")?.Text("role");
        piece.TellsRole = choice.Member("delta")?.Text("role") is { Length: > 0 };
        piece.Choice = choice.Member("index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt64(out var number) && number is >= 0 and < MostChoices ? (int)number : null;
        piece.Reason = EndReason.In(choice);
        var isThinking = PartReader.IsToldToBeThinking(choice);
        Container(choice, "delta", piece, isThinking);
        if (!piece.HasText)
        {
            piece.IsWhole = choice.Member("message") is not null;
            Container(choice, "message", piece, isThinking);
        }

        if (!piece.HasText)
            PartReader.Members(choice, piece, isThinking);
    }

    private static void Bare(JsonElement root, WirePiece piece, int depth)
    {
        var found = false;
        foreach (var name in (ReadOnlySpan<string>)["message", "delta", "content_block", "token"])
        {
            // Where Ollama's message is due, anything else than one is no text that can be trusted.
            piece.IsUnreadable |= name == "message" && root.Member("done") is not null && root.Member(name) is not (null or { ValueKind: JsonValueKind.Object });
            if (root.Member(name) is not { ValueKind: JsonValueKind.Object } part)
                continue;
            found = piece.IsReply = true;
            piece.Speaker ??= part.Text("role");
            PartReader.Read(part, piece);
            piece.Reason ??= EndReason.In(part);
        }

        if (found || root.Text("object") is "error")
            return;
        if (root.Member("output") is { ValueKind: JsonValueKind.Array } output)
        {
            piece.IsReply = true;
            ResponsesEvents.Output(root, output, piece);
        }
        else if (root.Member("output") is { ValueKind: JsonValueKind.Object } inner)
        {
            Read(inner, piece, depth + 1);
        }
        else if (root.Member("response") is { ValueKind: JsonValueKind.String } or null && (root.Member("content") ?? root.Member("response") ?? root.Member("generated_text") ?? root.Member("text")) is { } text)
        {
            piece.IsReply = piece.IsBare = true;
            PartReader.Read(text, piece, PartReader.IsToldToBeThinking(root));
            PartReader.ThinkingMembers(root, piece);
        }
        else if (Wrappers.Select(w => root.Member(w)).FirstOrDefault(w => w is { ValueKind: JsonValueKind.Object }) is { } wrapped && depth < 4)
        {
            Read(wrapped, piece, depth + 1);
        }
    }

    private static void Container(JsonElement holder, string name, WirePiece piece, bool isThinking)
    {
        if (holder.Member(name) is { ValueKind: JsonValueKind.Object } container)
            PartReader.Read(container, piece, isThinking);
        else
            piece.IsUnreadable |= holder.Member(name) is not null;
    }

    private static bool IsStrange(JsonElement? choices) => choices switch
    {
        null or { ValueKind: JsonValueKind.Object } => false,
        { ValueKind: JsonValueKind.Array } many => many.GetArrayLength() > 0 && FirstObject(many) is null,
        _ => true,
    };

    private static JsonElement? FirstObject(JsonElement? choices) => choices switch
    {
        { ValueKind: JsonValueKind.Object } one => one,
        { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object).OrderBy(c => c.Integer("index") ?? 0).Select(c => (JsonElement?)c).FirstOrDefault(),
        _ => null,
    };

    private static bool IsTrue(JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.String } text => string.Equals(text.Text(), "true", StringComparison.OrdinalIgnoreCase),
        { ValueKind: JsonValueKind.Number } number => number.Whole() == 1,
        _ => false,
    };
}
