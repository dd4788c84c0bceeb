using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Inference.OpenAi;
using Microsoft.AspNetCore.Http;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>Answers one chat request the way a kind of OpenAI-compatible server does.</summary>
internal sealed class FakeOpenAiChat(FakeOpenAiOptions options, FakeModelState state, FakeRequest request, FakeFault? fault, (int Tokens, int Cached)? counted)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task AnswerAsync(HttpContext http)
    {
        var (tokens, cached) = counted ?? state.Count(request.Prompt);
        var limit = state.Model.ContextLength;
        if (options.ReadsAtMost is { } most && tokens > most)
            (tokens, cached) = (most, 0);
        else if (tokens > limit)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsync(TooLong(tokens, limit));
            return;
        }

        if (options.ReusesNothing)
            cached = 0;
        if (options.ReadingTime > TimeSpan.Zero)
            await Task.Delay((tokens - cached) * options.ReadingTime, http.RequestAborted);
        http.Response.ContentType = "text/event-stream";
        var answer = fault?.Kind == FakeFaultKind.EmptyAnswer ? new FakeAnswer("") : options.Answer(request);
        var budget = request.NumPredict is > 0 and var n ? n : int.MaxValue;
        var thinking = Pieces(answer.Thinking);
        var content = Pieces(answer.Content);
        await WriteAsync(http, Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }, null));
        var sent = 0;
        var isPaced = budget > 1 && (options.ReplyTime > TimeSpan.Zero || options.Steps is not null);
        foreach (var (name, piece) in thinking.Select(p => (ThinkingField, p)).Concat(content.Select(p => ("content", p))).Take(budget))
        {
            if (isPaced && sent % ((thinking.Count + content.Count + 19) / 20) == 0)
                await (options.Steps?.NextAsync(http.RequestAborted) ?? Task.Delay(options.ReplyTime / 20, http.RequestAborted));
            if (sent == 2 && await FailDuringAsync(http))
                return;
            await WriteAsync(http, Chunk(new JsonObject { [name] = piece }, null, answer.HasMessages));
            sent++;
        }

        if (sent <= 2 && await FailDuringAsync(http))
            return;
        if (fault?.Kind == FakeFaultKind.NoFinal)
            return;
        var last = Chunk([], answer.Ended ?? (thinking.Count + content.Count > budget ? "length" : "stop"), answer.HasMessages);
        sent = answer.Counted ?? (budget > 1 ? options.ReplyTokens ?? sent : sent);
        if (options.Flavor == OpenAiFlavor.LlamaServer)
            last["timings"] = new JsonObject { ["cache_n"] = cached, ["prompt_n"] = tokens - cached, ["prompt_ms"] = 12.5, ["predicted_n"] = sent, ["predicted_ms"] = 7.5 };
        await WriteAsync(http, last);
        if (request.Body.TryGetProperty("stream_options", out var stream) && stream.GetProperty("include_usage").GetBoolean())
            await WriteAsync(http, UsageChunk(tokens, cached, sent, thinking.Count));
        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private string ThinkingField => options.Flavor == OpenAiFlavor.Vllm ? "reasoning" : "reasoning_content";

    private JsonObject UsageChunk(int tokens, int cached, int generated, int thinking)
    {
        var usage = new JsonObject { ["prompt_tokens"] = tokens, ["completion_tokens"] = generated, ["total_tokens"] = tokens + generated };
        switch (options.Flavor)
        {
            case OpenAiFlavor.DeepSeek:
                usage["prompt_cache_hit_tokens"] = cached;
                usage["prompt_cache_miss_tokens"] = tokens - cached;
                usage["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = thinking };
                break;
            case OpenAiFlavor.Vllm:
                usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached };
                break;
        }

        return new JsonObject { ["id"] = "chatcmpl-1", ["object"] = "chat.completion.chunk", ["created"] = 1, ["model"] = state.Model.Name, ["choices"] = new JsonArray(), ["usage"] = usage };
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
                await http.Response.WriteAsync($"data: {{\"error\":{{\"message\":{JsonSerializer.Serialize(fault.Body)},\"code\":500}}}}\n\n");
                return true;
            case FakeFaultKind.Malformed:
                await http.Response.WriteAsync("data: {\"choices\":[{\"delta\":\n\n");
                return true;
            default:
                return false;
        }
    }

    private string TooLong(int tokens, int limit) => options.Flavor == OpenAiFlavor.LlamaServer
        ? $"{{\"error\":{{\"code\":400,\"message\":\"request ({tokens} tokens) exceeds the available context size ({limit} tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":{tokens},\"n_ctx\":{limit}}}}}"
        : $"{{\"error\":{{\"message\":\"This model's maximum context length is {limit} tokens. However, your request has {tokens} input tokens. You requested {tokens} tokens in the messages. Please reduce the length of the input messages.\",\"type\":\"BadRequestError\",\"code\":400}}}}";

    private JsonObject Chunk(JsonObject delta, string? finish, bool isMessage = false) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = state.Model.Name,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, [isMessage ? "message" : "delta"] = delta, ["finish_reason"] = finish }),
    };

    private List<string> Pieces(string text) => [.. state.Model.Tokenizer.Encode(text).Select(t => text[t.Start..t.End]).Where(p => p.Length > 0)];

    private static async Task WriteAsync(HttpContext http, JsonObject chunk)
    {
        await http.Response.WriteAsync($"data: {chunk.ToJsonString(Json)}\n\n", Encoding.UTF8, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
