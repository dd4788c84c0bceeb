using System.Globalization;
using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>One line of answers: ours, a batch service's output, a sample of lm_eval, or what another program wrote of one.</summary>
internal static class AnswerLine
{
    /// <summary>The question's id and the answer.</summary>
    /// <param name="line">The line.</param>
    /// <param name="known">Whether a text is a question's id; null where the questions are not known.</param>
    /// <exception cref="UnknownShapeException">It is none of these.</exception>
    public static (string Id, GivenAnswer Answer) Read(JsonElement line, Func<string, bool>? known = null)
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw Unknown();
        if (JsonFields.Get(line, "resps") is not null)
            return LmEvalSample.Answer(line) ?? throw Unknown();
        if (AnswerId.Of(line, known) is not { } id)
            throw Unknown();
        return (id, Batch(line) ?? LooseReply.Of(line) ?? (IsBody(line) ? ReplyBody.Read(line) : null) ?? throw (
            JsonFields.Get(line, "custom_id") is not null && JsonFields.Get(line, "body") is not null ? new UnknownShapeException("it is a request of a batch, not its output")
            : LooseReply.IsQuestion(line) ? new UnknownShapeException("it is a question of the data set itself, without a reply (\"response\")")
            : Unknown()));
    }

    // A question of the data set has choices too: texts.
    private static bool IsBody(JsonElement line) => !LooseReply.IsQuestion(line) || JsonFields.Items(line, "choices") is [{ ValueKind: JsonValueKind.Object }, ..];

    /// <summary>A line of a batch service's output; null where it is none.</summary>
    private static GivenAnswer? Batch(JsonElement line)
    {
        if (JsonFields.Get(line, "result") is { ValueKind: JsonValueKind.Object } result && JsonFields.Text(result, "type") is not null)
            return Anthropic(result);
        if (JsonFields.Get(line, "response") is not { ValueKind: JsonValueKind.Object } response || ReplyBody.FaultOf(line) is not null)
            return null;
        if (JsonFields.Get(response, "body") is null && JsonFields.Get(response, "status_code") is null)
            return null;
        var body = JsonFields.Get(response, "body") ?? response;
        var status = JsonFields.Number(response, "status_code");
        if (status is < 200 or > 299)
            return GivenAnswer.Failed(ReplyBody.FaultOf(body) ?? JsonFields.Text(body, "message") ?? string.Create(CultureInfo.InvariantCulture, $"status {status}"));
        return ReplyBody.Read(body) ?? LooseReply.Of(body) ?? throw new UnknownShapeException("its response has a shape that is not known");
    }

    private static GivenAnswer Anthropic(JsonElement result) => JsonFields.Text(result, "type") switch
    {
        "succeeded" => ReplyBody.Read(JsonFields.Get(result, "message") ?? default) ?? throw new UnknownShapeException("its result has no message"),
        "errored" => GivenAnswer.Failed(ReplyBody.FaultOf(result) ?? "the request failed"),
        { } type and ("canceled" or "cancelled" or "expired") => GivenAnswer.Failed($"the request was {type}"),
        var type => throw new UnknownShapeException($"its result is of type '{type}'"),
    };

    private static UnknownShapeException Unknown() =>
        new("it is no answer: {\"id\", \"response\"} (or answer, output, prediction …), a line of a batch service's output, or a sample of lm_eval");
}
