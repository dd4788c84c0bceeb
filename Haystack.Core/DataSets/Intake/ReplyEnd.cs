using System.Text.Json;
using Haystack.Inference;

namespace Haystack.DataSets.Intake;

/// <summary>What the words mean with which services say why a reply ended; new ones are made of the same parts.</summary>
internal static class ReplyEnd
{
    private const int Deepest = 3;

    private static readonly string[] Cut = ["length", "max", "limit", "trunc", "context_window", "incomplete"];

    private static readonly string[] Refusals = ["filter", "refus", "safety", "prohibited", "recitation", "blocklist", "spii", "guardrail", "blocked"];

    private static readonly string[] Faults = ["error", "pause_turn", "cancel", "abort", "fail", "timeout", "timed_out", "expired"];

    /// <summary>An answer of what was said and why it ended.</summary>
    public static GivenAnswer Answer(ReplyText said, string thinking, string? reason)
    {
        if (Has(reason, Refusals))
            return GivenAnswer.Refusal(said.Refusal ?? $"the service ended the reply: {reason}") with { DoneReason = reason };
        if (Has(reason, Faults))
            return GivenAnswer.Failed($"the reply ended with '{reason}'") with { DoneReason = reason };
        if (said.Text.Length == 0 && said.Refusal is { } refusal)
            return GivenAnswer.Refusal(refusal) with { DoneReason = reason };
        if (said.Text.Length == 0 && said.CallsTool)
            return GivenAnswer.Failed("the reply calls a tool and says nothing") with { DoneReason = reason };
        var apart = string.Join('\n', new[] { thinking, said.Thinking }.Where(t => t.Length > 0));
        return new GivenAnswer(said.Text, apart, !IsCut(reason) ? StopCause.Finished : Has(reason, ["time"]) ? StopCause.TimeCap : StopCause.OutputCap) { DoneReason = reason };
    }

    /// <summary>The reason in a field: a word, or an object with its type (SGLang); null where it says none.</summary>
    public static string? ReasonOf(JsonElement? field) => field switch
    {
        { ValueKind: JsonValueKind.String } word => word.GetString() is { Length: > 0 } text ? text : null,
        { ValueKind: JsonValueKind.Object } details => JsonFields.Text(details, "type") ?? JsonFields.Text(details, "reason"),
        _ => null,
    };

    /// <summary>The reason that stands anywhere in an object beside a reply, but not in what was asked; null without one.</summary>
    /// <exception cref="UnknownShapeException">Two reasons are given, and they say different things.</exception>
    public static string? ReasonIn(JsonElement item)
    {
        var found = Reasons(item, 0).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return found.Length > 1 && found.Select(IsCut).Distinct().Count() > 1
            ? throw new UnknownShapeException($"it ended with '{found[0]}' and with '{found[1]}'")
            : found.FirstOrDefault();
    }

    /// <summary>Why there is no reply, where only a status says that it failed; null where none does.</summary>
    public static string? FaultByStatus(JsonElement item)
    {
        foreach (var name in (string[])["success", "ok"])
        {
            if (JsonFields.Get(item, name) is { ValueKind: JsonValueKind.False })
                return "the request failed";
        }

        return JsonFields.Text(item, "status") is { } status && Has(status, Faults) ? $"the request is '{status}'" : null;
    }

    private static IEnumerable<string> Reasons(JsonElement item, int depth)
    {
        if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 1)
            item = item[0];
        if (item.ValueKind != JsonValueKind.Object || depth > Deepest)
            yield break;
        foreach (var field in item.EnumerateObject())
        {
            if (ReplyNames.IsReason(field.Name) && ReasonOf(field.Value) is { } reason)
                yield return reason;
            else if (field.NameEquals("truncated") && field.Value.ValueKind == JsonValueKind.True)
                yield return "truncated";
            else if (field.NameEquals("status") && ReasonOf(field.Value) is { } status && IsCut(status))
                yield return status;
            else if (!ReplyNames.IsInput(field.Name))
            {
                foreach (var inner in Reasons(field.Value, depth + 1))
                    yield return inner;
            }
        }
    }

    private static bool IsCut(string? reason) => Has(reason, Cut);

    private static bool Has(string? reason, string[] parts) => reason is not null && parts.Any(part => reason.Contains(part, StringComparison.OrdinalIgnoreCase));
}
