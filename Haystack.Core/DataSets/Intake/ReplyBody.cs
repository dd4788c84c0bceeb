using System.Text.Json;
using Haystack.Inference;

namespace Haystack.DataSets.Intake;

/// <summary>
/// A service's response as it came: chat and text completions (OpenAI, vLLM, Mistral …), <c>/v1/responses</c>, Anthropic's
/// messages, Gemini's candidates, Ollama's chat.
/// </summary>
internal static class ReplyBody
{
    private static readonly string[] ThinkingFields = ["reasoning_content", "reasoning", "thinking", "reasoning_details"];

    /// <summary>The answer in it; null where it is none of these.</summary>
    /// <exception cref="UnknownShapeException">It is one of these, with something in it that is not known.</exception>
    public static GivenAnswer? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return null;
        if (JsonFields.Get(body, "choices") is { } choices)
            return Completion(body, choices);
        if (JsonFields.Get(body, "output") is { ValueKind: JsonValueKind.Array } output)
            return Response(body, output);
        if (JsonFields.Text(body, "type") == "message" && body.TryGetProperty("content", out _))
            return Anthropic(body);
        if (JsonFields.Get(body, "candidates") is { } candidates)
            return Gemini(body, candidates);
        if (JsonFields.Get(body, "message") is { ValueKind: JsonValueKind.Object } message && body.TryGetProperty("done", out _))
            return Ollama(body, message);
        return FaultOf(body) is { } fault ? GivenAnswer.Failed(fault) : null;
    }

    /// <summary>The words of an <c>error</c> field; null without one, or where it says that there was none.</summary>
    public static string? FaultOf(JsonElement value) => JsonFields.Get(value, "error") is not { } error || IsNone(error) ? null
        : error.ValueKind == JsonValueKind.String ? error.GetString()
        : JsonFields.Text(error, "message") ?? (JsonFields.Get(error, "error") is { } inner ? JsonFields.Text(inner, "message") : null)
            ?? JsonFields.Text(error, "code") ?? JsonFields.Text(error, "type") ?? "the request failed";

    // Python's None as a text is what some programs make of it.
    private static bool IsNone(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.String => error.GetString() is "" or "None" or "null",
        JsonValueKind.Number => error.GetRawText() == "0",
        JsonValueKind.Array => error.GetArrayLength() == 0,
        JsonValueKind.Object => !error.EnumerateObject().Any(),
        _ => false,
    };

    private static GivenAnswer Completion(JsonElement body, JsonElement choices)
    {
        if (choices.ValueKind != JsonValueKind.Array)
            throw new UnknownShapeException("choices that are no list");
        if (choices.GetArrayLength() == 0)
            return GivenAnswer.Failed(FaultOf(body) ?? "the response has no choices");
        if (choices.GetArrayLength() > 1)
            throw new UnknownShapeException("a response with several choices (score one reply a question)");
        var choice = choices[0];
        var usage = JsonFields.Get(body, "usage") ?? default;
        var reason = ReplyEnd.ReasonOf(JsonFields.Get(choice, "finish_reason")) ?? ReplyEnd.ReasonOf(JsonFields.Get(choice, "stop_reason"));
        if (FaultOf(choice) is { } fault)
            return GivenAnswer.Failed(fault);
        ReplyText said;
        var thinking = "";
        if (JsonFields.Get(choice, "message") is { ValueKind: JsonValueKind.Object } message)
        {
            said = OfMessage(message);
            thinking = Thinking(message);
            if (!message.TryGetProperty("content", out _) && said.Refusal is null && !said.CallsTool && thinking.Length == 0)
                throw new UnknownShapeException("a message without content");
        }
        else
        {
            said = ReplyText.Of(JsonFields.Get(choice, "text") ?? throw new UnknownShapeException("a choice with neither message nor text"));
        }

        return ReplyEnd.Answer(said, thinking, reason) with
        {
            PromptTokens = JsonFields.Number(usage, "prompt_tokens"),
            OutputTokens = JsonFields.Number(usage, "completion_tokens"),
        };
    }

    /// <summary>A message's content, its refusal and its calls of tools.</summary>
    public static ReplyText OfMessage(JsonElement message)
    {
        var said = ReplyText.Of(JsonFields.Get(message, "content"));
        return said with
        {
            Refusal = said.Refusal ?? (JsonFields.Text(message, "refusal") is { Length: > 0 } refusal ? refusal : null),
            CallsTool = said.CallsTool || JsonFields.Items(message, "tool_calls").Count > 0 || JsonFields.Get(message, "function_call") is not null,
        };
    }

    /// <summary>Thinking in a field beside the content; servers name it in several ways, and some in two at once.</summary>
    public static string Thinking(JsonElement message) =>
        ThinkingFields.Select(name => JsonFields.Get(message, name)).OfType<JsonElement>().Select(ReplyText.ThinkingOf).FirstOrDefault(t => t.Length > 0) ?? "";

    private static GivenAnswer Response(JsonElement body, JsonElement output)
    {
        var status = JsonFields.Text(body, "status");
        if (status is "failed" or "cancelled" or "expired")
            return GivenAnswer.Failed(FaultOf(body) ?? $"the response is {status}");
        var (texts, thinking, refusal, tool) = (new List<string>(), new List<string>(), (string?)null, false);
        foreach (var item in output.EnumerateArray())
        {
            var type = JsonFields.Text(item, "type") ?? (JsonFields.Get(item, "content") is null ? "" : "message");
            if (type == "message")
            {
                var said = ReplyText.Of(JsonFields.Get(item, "content"));
                texts.Add(said.Text);
                refusal ??= said.Refusal;
                tool |= said.CallsTool;
            }
            else if (type == "reasoning")
                thinking.Add(ReplyText.ThinkingOf(item));
            else if (type.EndsWith("_call", StringComparison.Ordinal) || type.EndsWith("_call_output", StringComparison.Ordinal))
                tool = true;
            else
                throw new UnknownShapeException(type.Length > 0 ? $"an output of type '{type}'" : "an output without a type");
        }

        var reason = status == "incomplete" ? JsonFields.Text(JsonFields.Get(body, "incomplete_details") ?? default, "reason") ?? "incomplete" : status;
        var usage = JsonFields.Get(body, "usage") ?? default;
        var words = new ReplyText(string.Join('\n', texts.Where(t => t.Length > 0)), string.Join('\n', thinking.Where(t => t.Length > 0)), refusal, tool);
        var answer = ReplyEnd.Answer(words, "", reason);
        return (reason == "incomplete" ? answer with { Stop = StopCause.OutputCap } : answer) with
        {
            PromptTokens = JsonFields.Number(usage, "input_tokens"),
            OutputTokens = JsonFields.Number(usage, "output_tokens"),
        };
    }

    private static GivenAnswer Anthropic(JsonElement body)
    {
        var usage = JsonFields.Get(body, "usage") ?? default;
        return ReplyEnd.Answer(ReplyText.Of(JsonFields.Get(body, "content")), "", JsonFields.Text(body, "stop_reason")) with
        {
            PromptTokens = WithCached(usage, "cache_creation_input_tokens", "cache_read_input_tokens"),
            OutputTokens = JsonFields.Number(usage, "output_tokens"),
        };
    }

    /// <summary><c>input_tokens</c> and the cached ones beside it: who names them apart leaves them out of the first.</summary>
    public static long? WithCached(JsonElement usage, params ReadOnlySpan<string> cached)
    {
        if (JsonFields.Number(usage, "input_tokens") is not { } tokens)
            return null;
        foreach (var name in cached)
            tokens += JsonFields.Number(usage, name) ?? 0;
        return tokens;
    }

    private static GivenAnswer Gemini(JsonElement body, JsonElement candidates)
    {
        if (candidates.ValueKind != JsonValueKind.Array || candidates.GetArrayLength() != 1)
        {
            return JsonFields.Text(JsonFields.Get(body, "promptFeedback") ?? default, "blockReason") is { } blocked
                ? GivenAnswer.Refusal($"the prompt was blocked: {blocked}")
                : throw new UnknownShapeException("a response without one candidate");
        }

        var parts = JsonFields.Items(JsonFields.Get(candidates[0], "content") ?? default, "parts");
        string Joined(bool thought) => string.Concat(parts
            .Where(p => (JsonFields.Get(p, "thought") is { ValueKind: JsonValueKind.True }) == thought).Select(p => JsonFields.Text(p, "text")));
        var usage = JsonFields.Get(body, "usageMetadata") ?? default;
        return ReplyEnd.Answer(
            new ReplyText(Joined(thought: false), Joined(thought: true), null, parts.Any(p => JsonFields.Get(p, "functionCall") is not null)), "", JsonFields.Text(candidates[0], "finishReason")) with
        {
            PromptTokens = JsonFields.Number(usage, "promptTokenCount"),
            OutputTokens = JsonFields.Number(usage, "candidatesTokenCount"),
        };
    }

    private static GivenAnswer Ollama(JsonElement body, JsonElement message) =>
        ReplyEnd.Answer(OfMessage(message), Thinking(message), JsonFields.Text(body, "done_reason")) with
        {
            PromptTokens = JsonFields.Number(body, "prompt_eval_count"),
            OutputTokens = JsonFields.Number(body, "eval_count"),
        };
}
