using System.Globalization;
using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>One line of answers: ours, a batch service's output, or a sample of lm_eval.</summary>
internal static class AnswerLine
{
    private static readonly string[] Replies = ["response", "reply", "completion", "output", "answer"];

    /// <summary>The question's id and the answer.</summary>
    /// <exception cref="UnknownShapeException">It is none of these.</exception>
    public static (string Id, GivenAnswer Answer) Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw Unknown();
        if (JsonFields.Text(line, "custom_id") is { } batchId)
            return (batchId, Batch(line));
        if (JsonFields.Get(line, "resps") is not null)
            return LmEvalSample.Answer(line) ?? throw Unknown();
        if (JsonFields.Text(line, "key") is { } key && JsonFields.Get(line, "response") is { ValueKind: JsonValueKind.Object } response)
            return (key, ReplyBody.Read(response) ?? throw Unknown());
        if (JsonFields.Text(line, "id") is { } id)
            return (id, Own(line));
        throw Unknown();
    }

    private static GivenAnswer Own(JsonElement line)
    {
        var isQuestion = line.TryGetProperty("messages", out _) || line.TryGetProperty("input", out _) || line.TryGetProperty("doc", out _);
        foreach (var name in Replies.Where(name => !isQuestion || name != "answer"))
        {
            if (!line.TryGetProperty(name, out var reply))
                continue;
            if (reply.ValueKind == JsonValueKind.Null)
                return GivenAnswer.Failed(ReplyBody.FaultOf(line) ?? "no reply was given");
            if (reply.ValueKind == JsonValueKind.Object)
                return ReplyBody.Read(reply) ?? throw new UnknownShapeException($"its {name} is an object of a shape that is not known");
            var reason = JsonFields.Text(line, "finish_reason") ?? JsonFields.Text(line, "stop_reason") ?? JsonFields.Text(line, "done_reason");
            return ReplyEnd.Answer(ReplyText.Of(reply), ReplyBody.Thinking(line), reason);
        }

        if (isQuestion)
            throw new UnknownShapeException("it is a question of the data set itself, without a reply (\"response\")");
        return ReplyBody.FaultOf(line) is { } fault ? GivenAnswer.Failed(fault) : throw Unknown();
    }

    private static GivenAnswer Batch(JsonElement line)
    {
        if (JsonFields.Get(line, "result") is { } result)
            return Anthropic(result);
        if (ReplyBody.FaultOf(line) is { } fault)
            return GivenAnswer.Failed(fault);
        if (JsonFields.Get(line, "response") is not { ValueKind: JsonValueKind.Object } response)
        {
            throw new UnknownShapeException(JsonFields.Get(line, "body") is null
                ? "it has neither response nor error" : "it is a request of a batch, not its output");
        }

        var body = JsonFields.Get(response, "body") ?? response;
        var status = JsonFields.Number(response, "status_code");
        if (status is < 200 or > 299)
            return GivenAnswer.Failed(ReplyBody.FaultOf(body) ?? JsonFields.Text(body, "message") ?? string.Create(CultureInfo.InvariantCulture, $"status {status}"));
        return ReplyBody.Read(body) ?? throw new UnknownShapeException("its response has a shape that is not known");
    }

    private static GivenAnswer Anthropic(JsonElement result) => JsonFields.Text(result, "type") switch
    {
        "succeeded" => ReplyBody.Read(JsonFields.Get(result, "message") ?? default) ?? throw new UnknownShapeException("its result has no message"),
        "errored" => GivenAnswer.Failed(ReplyBody.FaultOf(result) ?? "the request failed"),
        { } type and ("canceled" or "cancelled" or "expired") => GivenAnswer.Failed($"the request was {type}"),
        var type => throw new UnknownShapeException($"its result is of type '{type}'"),
    };

    private static UnknownShapeException Unknown() =>
        new("it is no answer: {\"id\", \"answer\" or \"response\"}, a line of a batch service's output, or a sample of lm_eval");
}
