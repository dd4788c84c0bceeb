using System.Globalization;
using System.Text.Json;
using Haystack.Inference;

namespace Haystack.DataSets;

/// <summary>Lines of an OpenAI Batch output file: <c>custom_id</c>, <c>response{status_code, body}</c>, <c>error</c>.</summary>
internal static class BatchOutput
{
    private const int Ok = 200;

    /// <summary>The answer of a line.</summary>
    public static GivenAnswer Answer(JsonElement line)
    {
        if (JsonFields.Get(line, "error") is { } error)
            return GivenAnswer.Failed(JsonFields.Text(error, "message") ?? "the request failed");
        var response = JsonFields.Get(line, "response") ?? default;
        var body = JsonFields.Get(response, "body") ?? default;
        if (JsonFields.Number(response, "status_code") is not Ok and var status)
            return GivenAnswer.Failed(JsonFields.Text(JsonFields.Get(body, "error") ?? default, "message") ?? string.Create(CultureInfo.InvariantCulture, $"status {status}"));
        if (JsonFields.Items(body, "choices") is not [var choice, ..])
            return GivenAnswer.Failed("the response has no choices");
        var message = JsonFields.Get(choice, "message") ?? default;
        var usage = JsonFields.Get(body, "usage") ?? default;
        var reason = JsonFields.Text(choice, "finish_reason");
        return new GivenAnswer(
            JsonFields.Text(message, "content") ?? "",
            JsonFields.Text(message, "reasoning_content") ?? "",
            reason == "length" ? StopCause.OutputCap : StopCause.Finished)
        {
            DoneReason = reason,
            PromptTokens = JsonFields.Number(usage, "prompt_tokens"),
            OutputTokens = JsonFields.Number(usage, "completion_tokens"),
        };
    }
}
