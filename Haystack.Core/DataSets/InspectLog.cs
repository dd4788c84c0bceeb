using System.Text.Json;
using Haystack.Inference;

namespace Haystack.DataSets;

/// <summary>A log of inspect_ai in JSON: <c>eval</c>, and <c>samples</c> with <c>id</c>, <c>epoch</c> and <c>output</c>.</summary>
internal static class InspectLog
{
    /// <summary>Whether this is such a log.</summary>
    public static bool IsLog(JsonElement value) => JsonFields.Get(value, "eval") is not null;

    /// <summary>The answers of its samples.</summary>
    /// <exception cref="HaystackException">It has no samples, or more epochs than one.</exception>
    public static IEnumerable<(string Id, GivenAnswer Answer)> Answers(JsonElement log, string path)
    {
        if (JsonFields.Items(log, "samples") is not { Count: > 0 } samples)
            throw new HaystackException($"{path} is a log without samples; log them (--log-samples), or export the log as JSON");
        foreach (var sample in samples)
        {
            if (JsonFields.Number(sample, "epoch") is > 1)
                throw new HaystackException($"{path} has more than one epoch; score each epoch by itself");
            yield return (
                JsonFields.Text(sample, "id") ?? throw new HaystackException($"{path} has a sample whose id is no text"),
                Answer(sample));
        }
    }

    private static GivenAnswer Answer(JsonElement sample)
    {
        if (JsonFields.Get(sample, "error") is { } error)
            return GivenAnswer.Failed(JsonFields.Text(error, "message") ?? "the sample failed");
        var output = JsonFields.Get(sample, "output") ?? default;
        if (JsonFields.Text(output, "error") is { } fault)
            return GivenAnswer.Failed(fault);
        if (JsonFields.Items(output, "choices") is not [var choice, ..])
            return JsonFields.Text(output, "completion") is { } completion ? new GivenAnswer(completion) : GivenAnswer.Failed("the sample has no output");
        var message = JsonFields.Get(choice, "message") ?? default;
        var parts = JsonFields.Items(message, "content");
        var usage = JsonFields.Get(output, "usage") ?? default;
        var reason = JsonFields.Text(choice, "stop_reason");
        return new GivenAnswer(
            JsonFields.Text(message, "content") ?? Joined(parts, "text"),
            Joined(parts, "reasoning"),
            reason is "max_tokens" or "model_length" ? StopCause.OutputCap : StopCause.Finished)
        {
            DoneReason = reason,
            PromptTokens = JsonFields.Number(usage, "input_tokens"),
            OutputTokens = JsonFields.Number(usage, "output_tokens"),
        };
    }

    private static string Joined(IReadOnlyList<JsonElement> parts, string type) =>
        string.Join('\n', parts.Where(p => JsonFields.Text(p, "type") == type).Select(p => JsonFields.Text(p, type)));
}
