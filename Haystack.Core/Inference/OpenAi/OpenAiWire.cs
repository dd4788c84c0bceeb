using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Inference.Wire;

namespace Haystack.Inference.OpenAi;

/// <summary>
/// Under the OpenAI client: reads from the server-sent events what the client drops (errors inside a stream, cached
/// tokens in every server's spelling, llama-server's timings), and renames the fields it does not know
/// (<c>reasoning</c>, <c>refusal</c>) to those it does.
/// </summary>
internal sealed class OpenAiWire(HttpMessageHandler inner, OpenAiAccess access, TimeProvider time) : WireHandler(inner, time)
{
    private volatile bool _closesAfterStreams;

    /// <summary>
    /// llama-server announces that it keeps a connection and closes it after each stream (build 11669): a request that is sent
    /// just then is lost, so each gets a connection of its own.
    /// </summary>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_closesAfterStreams)
            request.Headers.ConnectionClose = true;
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        _closesAfterStreams |= response.Headers.Server.ToString() == "llama.cpp";
        return response;
    }

    protected override string Redact(string text) => access.Redact(text);

    protected override bool IsChat(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal) == true;

    protected override ReadOnlyMemory<byte> OnLine(WireTap tap, ReadOnlyMemory<byte> line)
    {
        var text = line.Span.TrimEnd("\r\n"u8);
        if (text.StartsWith("error:"u8))
        {
            tap.StreamError ??= System.Text.Encoding.UTF8.GetString(text["error:"u8.Length..].Trim(" "u8));
            return default;
        }

        if (!text.StartsWith("data:"u8))
            return line;
        var data = line.Slice("data:"u8.Length, text.Length - "data:"u8.Length);
        if (data.Span.Trim(" "u8).SequenceEqual("[DONE]"u8))
            return line;
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        if (root.Member("error") is { } error)
        {
            tap.StreamError ??= (error.ValueKind == JsonValueKind.String ? error.Text() : null) ?? error.GetRawText();
            return default;
        }

        ReadUsage(tap, root);
        ReadTimings(tap, root);
        var choice = root.Items("choices").FirstOrDefault();
        if (choice.Text("finish_reason") is { Length: > 0 } reason)
        {
            tap.Final = true;
            tap.DoneReason = reason;
        }

        return choice.Member("delta") is { } delta && NeedsRenaming(delta) ? Renamed(data.Span) : line;
    }

    private static void ReadUsage(WireTap tap, JsonElement root)
    {
        if (root.Member("usage") is not { } usage)
            return;
        tap.PromptTokens = usage.Integer("prompt_tokens") ?? tap.PromptTokens;
        tap.OutputTokens = usage.Integer("completion_tokens") ?? tap.OutputTokens;
        // OpenAI, vLLM and llama-server; DeepSeek.
        tap.CachedPromptTokens = usage.Member("prompt_tokens_details")?.Integer("cached_tokens") ?? usage.Integer("prompt_cache_hit_tokens") ?? tap.CachedPromptTokens;
        tap.ThinkingTokens = usage.Member("completion_tokens_details")?.Integer("reasoning_tokens") ?? tap.ThinkingTokens;
    }

    private static void ReadTimings(WireTap tap, JsonElement root)
    {
        if (root.Member("timings") is not { } timings)
            return;
        tap.CachedPromptTokens = timings.Integer("cache_n") ?? tap.CachedPromptTokens;
        tap.PrefillTime = Milliseconds(timings.Number("prompt_ms")) ?? tap.PrefillTime;
        tap.DecodeTime = Milliseconds(timings.Number("predicted_ms")) ?? tap.DecodeTime;
        // Without usage, what was read and what was cached make the prompt.
        if (timings.Integer("prompt_n") is { } read)
            tap.PromptTokens ??= read + (timings.Integer("cache_n") ?? 0);
        tap.OutputTokens ??= timings.Integer("predicted_n");
    }

    private static bool NeedsRenaming(JsonElement delta) =>
        (delta.Text("reasoning") is { Length: > 0 } && delta.Text("reasoning_content") is null)
        || (delta.Text("refusal") is { Length: > 0 } && delta.Text("content") is null or "");

    private static ReadOnlyMemory<byte> Renamed(ReadOnlySpan<byte> data)
    {
        var root = JsonNode.Parse(data)!;
        var delta = root["choices"]![0]!["delta"]!.AsObject();
        Move(delta, "reasoning", "reasoning_content");
        Move(delta, "refusal", "content");
        return (byte[])[.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(root), (byte)'\n'];
    }

    private static void Move(JsonObject delta, string from, string to)
    {
        if (delta[from] is JsonValue value && value.GetValueKind() == JsonValueKind.String && delta[to]?.GetValueKind() != JsonValueKind.String)
        {
            delta.Remove(from);
            delta[to] = value;
        }
    }

    private static TimeSpan? Milliseconds(double? value) => value is >= 0 and < 1e12 ? TimeSpan.FromMilliseconds(value.Value) : null;
}
