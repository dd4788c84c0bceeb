using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Reads the events of OpenAI's Responses API, which some gateways send to whoever asks for a chat.</summary>
internal static class ResponsesEvents
{
    /// <summary>Reads one event.</summary>
    public static void Read(JsonElement message, string type, WirePiece piece)
    {
        piece.IsReply = true;
        if (type.EndsWith(".delta", StringComparison.Ordinal))
        {
            if (type.Contains("function_call", StringComparison.Ordinal))
                piece.HasToolCalls = true;
            else if (message.Member("delta") is { } delta)
                PartReader.Read(delta, piece, type.Contains("reasoning", StringComparison.Ordinal));
        }
        else if (type is "response.completed" or "response.incomplete" or "response.failed" or "response.done" && message.Member("response") is { } response)
        {
            piece.IsRecap = true;
            if (response.Member("output") is { ValueKind: JsonValueKind.Array } output)
                Output(response, output, piece);
            else
                End(response, piece);
        }
    }

    /// <summary>Reads a whole response.</summary>
    public static void Output(JsonElement response, JsonElement output, WirePiece piece)
    {
        PartReader.Read(output, piece);
        End(response, piece);
    }

    private static void End(JsonElement response, WirePiece piece)
    {
        piece.IsLast = true;
        piece.Reason = response.Member("incomplete_details")?.Text("reason") ?? response.Text("status") ?? "completed";
    }
}
