using System.Text.Json;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Ollama;

/// <summary>
/// Under OllamaSharp: asks for no truncation and no context shift, and reads from the NDJSON what OllamaSharp
/// drops: errors inside a stream, counts that are absent, cached tokens, whether the last message came.
/// </summary>
internal sealed class OllamaWire(HttpMessageHandler inner, TimeProvider time) : WireHandler(inner, time)
{
    protected override byte[] ExtraMembers { get; } = "\"truncate\":false,\"shift\":false,"u8.ToArray();

    protected override bool IsChat(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath.EndsWith("/api/chat", StringComparison.Ordinal) == true;

    protected override ReadOnlyMemory<byte> OnLine(WireTap tap, ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        if (span.Trim(" \t\r\n"u8).IsEmpty)
            return default;
        // Nearly every line is one token; only those that may matter are parsed.
        if (span.IndexOf("\"done\":true"u8) < 0 && span.IndexOf("\"done\": true"u8) < 0 && span.IndexOf("\"error\""u8) < 0)
            return line;
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        if (root.Member("error") is { } error)
        {
            tap.StreamError ??= (error.ValueKind == JsonValueKind.String ? error.Text() : null) ?? error.GetRawText();
            return default;
        }

        if (root.Flag("done") == true)
            ReadLast(tap, root);
        return line;
    }

    private static void ReadLast(WireTap tap, JsonElement last)
    {
        tap.Final = true;
        tap.DoneReason = last.Text("done_reason");
        tap.PromptTokens = last.Integer("prompt_eval_count");
        tap.CachedPromptTokens = last.Integer("prompt_eval_cached_count");
        tap.OutputTokens = last.Integer("eval_count");
        tap.PrefillTime = Nanoseconds(last.Integer("prompt_eval_duration"));
        tap.DecodeTime = Nanoseconds(last.Integer("eval_duration"));
        tap.LoadTime = Nanoseconds(last.Integer("load_duration"));
    }

    private static TimeSpan? Nanoseconds(long? value) => value is { } n ? TimeSpan.FromTicks(n / TimeSpan.NanosecondsPerTick) : null;
}
