using System.Globalization;
using System.Text.Json;
using Haystack.DataSets.Intake;
using Haystack.Inference;

namespace Haystack.DataSets;

/// <summary>A log of inspect_ai in JSON: <c>eval</c>, and <c>samples</c> with <c>id</c>, <c>epoch</c> and <c>output</c>.</summary>
internal static class InspectLog
{
    private const string Attachment = "attachment://";

    /// <summary>Whether this is such a log.</summary>
    public static bool IsLog(JsonElement value) => JsonFields.Get(value, "eval") is not null;

    /// <summary>The answers of its samples.</summary>
    /// <exception cref="HaystackException">It has no samples, or more epochs than one.</exception>
    public static IEnumerable<(string Id, GivenAnswer Answer)> Answers(JsonElement log, string path)
    {
        if (JsonFields.Items(log, "samples") is not { Count: > 0 } samples)
            throw new HaystackException($"{path} is a log without samples; log them (--log-samples), or export the log as JSON");
        return samples.Select(sample => Sample(sample, path));
    }

    /// <summary>The answer of one sample.</summary>
    /// <exception cref="HaystackException">It has no id, or is of a later epoch.</exception>
    /// <exception cref="UnknownShapeException">What it says has a shape that is not known.</exception>
    public static (string Id, GivenAnswer Answer) Sample(JsonElement sample, string path)
    {
        if (JsonFields.Number(sample, "epoch") is > 1)
            throw new HaystackException($"{path} has more than one epoch; score each epoch by itself");
        return (JsonFields.Text(sample, "id") ?? throw new HaystackException($"{path} has a sample whose id is no text"), Answer(sample));
    }

    private static GivenAnswer Answer(JsonElement sample)
    {
        var output = JsonFields.Get(sample, "output") ?? default;
        var fault = ReplyBody.FaultOf(sample) ?? ReplyBody.FaultOf(output);
        if (fault is not null)
            return GivenAnswer.Failed(fault);
        var answer = Said(sample, output);
        // A limit ends the sample, and what was said by then is a reply that was cut: not one that is wrong.
        return Limit(sample) is not { } limit ? answer
            : answer.Fault is not null || answer.Content.Length == 0 ? GivenAnswer.Failed($"the sample ran into its {limit} limit")
            : answer with { Stop = limit is "time" or "working" ? StopCause.TimeCap : StopCause.OutputCap, DoneReason = string.Create(CultureInfo.InvariantCulture, $"{limit} limit") };
    }

    private static GivenAnswer Said(JsonElement sample, JsonElement output)
    {
        if (JsonFields.Items(output, "choices") is not [var choice, ..])
            return JsonFields.Text(output, "completion") is { Length: > 0 } completion ? new GivenAnswer(completion) : GivenAnswer.Failed("the sample has no output");
        var message = JsonFields.Get(choice, "message") ?? throw new UnknownShapeException("a choice without a message");
        if (!message.TryGetProperty("content", out _))
            throw new UnknownShapeException("a message without content");
        var said = ReplyBody.OfMessage(message);
        said = said with { Text = Attached(sample, said.Text), Thinking = Attached(sample, said.Thinking) };
        var usage = JsonFields.Get(output, "usage") ?? default;
        return ReplyEnd.Answer(said, ReplyBody.Thinking(message), JsonFields.Text(choice, "stop_reason")) with
        {
            PromptTokens = ReplyBody.WithCached(usage, "input_tokens_cache_write", "input_tokens_cache_read"),
            OutputTokens = JsonFields.Number(usage, "output_tokens"),
        };
    }

    private static string? Limit(JsonElement sample) => JsonFields.Get(sample, "limit") is not { } limit ? null
        : limit.ValueKind == JsonValueKind.String ? limit.GetString() : JsonFields.Text(limit, "type") ?? "own";

    /// <summary>Long texts are kept beside the messages, by their hash.</summary>
    private static string Attached(JsonElement sample, string text) => !text.StartsWith(Attachment, StringComparison.Ordinal) ? text
        : JsonFields.Text(JsonFields.Get(sample, "attachments") ?? default, text[Attachment.Length..])
            ?? throw new UnknownShapeException("a text that lies in an attachment which is not there");
}
