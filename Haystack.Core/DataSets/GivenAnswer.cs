using Haystack.Inference;

namespace Haystack.DataSets;

/// <summary>One answer that was obtained elsewhere.</summary>
/// <param name="Content">The reply, thinking tags and all.</param>
/// <param name="Thinking">Thinking given apart; empty without.</param>
/// <param name="Stop">Why it ended, as far as the file says.</param>
internal sealed record GivenAnswer(string Content, string Thinking = "", StopCause Stop = StopCause.Finished)
{
    /// <summary>Why there is no reply; null where there is one.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether the model or its service refused to answer: no reply, and no wrong answer either.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The file's own word for why it ended.</summary>
    public string? DoneReason { get; init; }

    /// <summary>Prompt tokens as the file says; recorded, not judged.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Tokens of the reply as the file says.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>An answer that never came.</summary>
    public static GivenAnswer Failed(string fault) => new("", "", StopCause.Fault) { Fault = fault };

    /// <summary>An answer that was refused.</summary>
    public static GivenAnswer Refusal(string words) => Failed(words.Trim() is { Length: > 0 } said ? said : "refused") with { IsRefused = true };
}
