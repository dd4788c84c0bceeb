using Haystack.Inference;

namespace Haystack.DataSets.Intake;

/// <summary>What the words mean with which services say why a reply ended.</summary>
internal static class ReplyEnd
{
    private static readonly HashSet<string> Cut = new(StringComparer.OrdinalIgnoreCase)
    {
        "length", "max_tokens", "model_length", "max_output_tokens", "model_context_window_exceeded", "context_length", "max_length",
    };

    private static readonly HashSet<string> Refusals = new(StringComparer.OrdinalIgnoreCase)
    {
        "content_filter", "refusal", "safety", "prohibited_content", "recitation", "blocklist", "spii", "guardrail_intervened",
    };

    private static readonly HashSet<string> Faults = new(StringComparer.OrdinalIgnoreCase) { "error", "pause_turn", "cancelled", "canceled", "abort", "failed" };

    /// <summary>An answer of what was said and why it ended.</summary>
    public static GivenAnswer Answer(ReplyText said, string thinking, string? reason)
    {
        if (reason is not null && Refusals.Contains(reason))
            return GivenAnswer.Refusal(said.Refusal ?? $"the service ended the reply: {reason}") with { DoneReason = reason };
        if (reason is not null && Faults.Contains(reason))
            return GivenAnswer.Failed($"the reply ended with '{reason}'") with { DoneReason = reason };
        if (said.Text.Length == 0 && said.Refusal is { } refusal)
            return GivenAnswer.Refusal(refusal) with { DoneReason = reason };
        if (said.Text.Length == 0 && said.CallsTool)
            return GivenAnswer.Failed("the reply calls a tool and says nothing") with { DoneReason = reason };
        var apart = string.Join('\n', new[] { thinking, said.Thinking }.Where(t => t.Length > 0));
        return new GivenAnswer(said.Text, apart, reason is not null && Cut.Contains(reason) ? StopCause.OutputCap : StopCause.Finished) { DoneReason = reason };
    }
}
