using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>Answers one chat request the way a version of Ollama does.</summary>
internal sealed class FakeOllamaChat(FakeOllamaOptions options, FakeModelState state, FakeRequest request, FakeFault? fault)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Version _version = Version.Parse(options.Version.Split('-')[0]);

    public async Task AnswerAsync(HttpContext http)
    {
        var model = state.Model;
        var numCtx = Math.Min(Math.Min(request.NumCtx ?? 4096, model.ContextLength), options.ClampNumCtx ?? int.MaxValue);
        var loaded = state.Load(numCtx);
        var (tokens, cached) = state.Count(request.Prompt);
        cached = options.ReusesNothing ? 0 : cached;
        if (Wants("think") && !model.Capabilities.Contains("thinking"))
        {
            await FakeWire.WriteErrorAsync(http, 400, $"\"{model.Name}\" does not support thinking");
            return;
        }

        var truncated = fault?.Kind == FakeFaultKind.TruncateSilently;
        if (tokens > numCtx && !truncated)
        {
            if (Refuses())
            {
                await FakeWire.WriteErrorAsync(http, 400, TooLong(tokens, numCtx));
                return;
            }

            truncated = true;
        }

        if (truncated)
            (tokens, cached) = (TruncatedCount(numCtx), 0);
        await StreamAsync(http, tokens, cached, loaded);
    }

    private async Task StreamAsync(HttpContext http, int tokens, int cached, bool loaded)
    {
        http.Response.ContentType = "application/x-ndjson";
        var answer = fault?.Kind switch
        {
            FakeFaultKind.EmptyAnswer => "",
            FakeFaultKind.Loops => string.Concat(Enumerable.Repeat("Let me look at that once more. ", 400)),
            FakeFaultKind.Rambles or FakeFaultKind.TooLong => string.Join(' ', Enumerable.Range(1, 5_000).Select(i => $"so {i * i * 7 % 10_007}")),
            _ => options.Answer(request),
        };
        var budget = request.NumPredict is > 0 and var n && fault?.Kind != FakeFaultKind.Rambles ? n : int.MaxValue;
        var thinking = state.Model.Capabilities.Contains("thinking") && !Denies("think") ? Pieces(answer.Thinking) : [];
        var content = Pieces(answer.Content);
        var sent = 0;
        foreach (var (name, piece) in thinking.Select(p => ("thinking", p)).Concat(content.Select(p => ("content", p))).Take(budget))
        {
            if (sent == 2 && await FailDuringAsync(http))
                return;
            await WriteAsync(http, new JsonObject { ["message"] = Message(name, piece), ["done"] = false });
            sent++;
            if (options.TokenDelay is { } delay)
                await Task.Delay(delay, http.RequestAborted);
        }

        if (sent <= 2 && await FailDuringAsync(http))
            return;
        if (fault?.Kind == FakeFaultKind.NoFinal)
            return;
        var capped = thinking.Count + content.Count > budget;
        var ended = fault?.Kind == FakeFaultKind.OnlyLoaded ? fault.Body is { Length: > 0 } reason ? reason : "load" : answer.Ended ?? (capped ? "length" : "stop");
        await WriteAsync(http, Last(tokens, cached, answer.Counted ?? sent, ended, loaded));
    }

    private async Task<bool> FailDuringAsync(HttpContext http)
    {
        switch (fault?.Kind)
        {
            case FakeFaultKind.ResetDuring:
                await http.Response.Body.FlushAsync();
                // Aborting throws away what the socket still holds: let the tokens arrive first.
                await Task.Delay(100);
                http.Abort();
                return true;
            case FakeFaultKind.StallDuring:
                await http.Response.Body.FlushAsync();
                await FakeWire.StallAsync(http);
                return true;
            case FakeFaultKind.ErrorLine:
                await http.Response.WriteAsync($"{{\"error\":{JsonSerializer.Serialize(fault.Body)}}}\n");
                return true;
            case FakeFaultKind.Malformed:
                await http.Response.WriteAsync("{\"message\":{\"role\":\"assistant\",\"content\":\"x\n");
                return true;
            case FakeFaultKind.EndlessLine:
                while (!http.RequestAborted.IsCancellationRequested)
                    await http.Response.WriteAsync(new string('x', 65_536), http.RequestAborted);
                return true;
            default:
                return false;
        }
    }

    private JsonObject Last(int tokens, int cached, int generated, string reason, bool loaded)
    {
        var last = new JsonObject
        {
            ["model"] = state.Model.Name,
            ["created_at"] = "2026-08-01T12:00:00.000000000Z",
            ["message"] = Message("content", ""),
            ["done"] = true,
            ["done_reason"] = reason,
            ["total_duration"] = 1_000_000_000,
            ["load_duration"] = loaded ? 900_000_000 : 20_000_000,
            ["prompt_eval_duration"] = (long)options.ReadingTime.TotalNanoseconds * (tokens - cached) + 1,
            ["eval_duration"] = (long)(options.TokenDelay ?? TimeSpan.FromMicroseconds(10)).TotalNanoseconds * generated,
        };
        var count = _version == new Version(0, 30, 0) || options.LeavesOutCached ? tokens - cached : tokens;
        // Zero-valued metrics are left out, as Go's omitempty does.
        if (count > 0 && !options.TellsNoCount && fault?.Kind != FakeFaultKind.NoCount)
            last["prompt_eval_count"] = count;
        if (generated > 0)
            last["eval_count"] = generated;
        if (_version >= new Version(0, 33) && cached > 0)
            last["prompt_eval_cached_count"] = cached;
        return last;
    }

    private int TruncatedCount(int numCtx) =>
        _version < new Version(0, 30) ? numCtx : _version < new Version(0, 30, 11) ? numCtx - 1 : numCtx / 2 + 2;

    private string TooLong(int tokens, int numCtx) => _version < new Version(0, 25)
        ? "the input length exceeds the context length"
        : $"{{\"error\":{{\"code\":400,\"message\":\"request ({tokens} tokens) exceeds the available context size ({numCtx} tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":{tokens},\"n_ctx\":{numCtx}}}}}";

    private bool Refuses() => _version >= new Version(0, 12, 6) && Denies("truncate") && Denies("shift");

    private bool Denies(string name) => request.Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;

    private bool Wants(string name) => request.Body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.String;

    private List<string> Pieces(string text) => [.. state.Model.Tokenizer.Encode(text).Select(t => text[t.Start..t.End]).Where(p => p.Length > 0)];

    private static JsonObject Message(string name, string text) =>
        name == "content"
            ? new JsonObject { ["role"] = "assistant", ["content"] = text }
            : new JsonObject { ["role"] = "assistant", ["content"] = "", ["thinking"] = text };

    private static async Task WriteAsync(HttpContext http, JsonObject line)
    {
        await http.Response.WriteAsync(line.ToJsonString(Json) + "\n", Encoding.UTF8, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
