namespace Haystack.Inference;

/// <summary>What one request to a model brought back, fault included. Expected failures are data here, not exceptions.</summary>
internal sealed record ModelResponse
{
    /// <summary>The reply as it came, thinking tags and all where the server does not part them.</summary>
    public required string Content { get; init; }

    /// <summary>Thinking that the server gave in a field of its own; empty without one.</summary>
    public string Thinking { get; init; } = "";

    /// <summary>Why the reply ended.</summary>
    public required StopCause Stop { get; init; }

    /// <summary>
    /// The server's own word for why it ended (<c>stop</c>, <c>length</c> …); for <see cref="StopCause.Loop"/>, what
    /// was seen repeating.
    /// </summary>
    public string? DoneReason { get; init; }

    /// <summary>For <see cref="StopCause.Fault"/> and <see cref="StopCause.Garbled"/>: one line on what went wrong.</summary>
    public string? Fault { get; init; }

    /// <summary>The name that the server gives the model which replied; null where it gives none.</summary>
    public string? ServedModel { get; init; }

    /// <summary>Most tokens that were asked for; null where that is not known (answers obtained elsewhere).</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Whether it was obtained by another program: nobody here watched a server read the prompt.</summary>
    public bool IsFromElsewhere { get; init; }

    /// <summary>Whether the model was to think before it answers; null where that is not known.</summary>
    public bool? IsToThink { get; init; }

    /// <summary>Whether the server was to force the reply into <see cref="AnswerSchema"/>.</summary>
    public bool IsToFitSchema { get; init; }

    /// <summary>Tokens of the whole prompt as the server counted them; null where it did not say.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>How many of them came from the server's prefix cache; null where it did not say.</summary>
    public long? CachedPromptTokens { get; init; }

    /// <summary>Tokens generated, thinking included; null where the server did not say.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Tokens of thinking; null where they cannot be told apart.</summary>
    public long? ThinkingTokens { get; init; }

    /// <summary>From sending to the first token of anything; null where none came.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>From the first token of thinking to its last; null without thinking.</summary>
    public TimeSpan? ThinkingTime { get; init; }

    /// <summary>The server's own time for reading the prompt; null where it did not say.</summary>
    public TimeSpan? PrefillTime { get; init; }

    /// <summary>The server's own time for generating; null where it did not say.</summary>
    public TimeSpan? DecodeTime { get; init; }

    /// <summary>The server's own time for getting the model ready; null where it did not say.</summary>
    public TimeSpan? LoadTime { get; init; }

    /// <summary>From sending to the end, as seen here.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>How many requests it took, retries included.</summary>
    public int Attempts { get; init; } = 1;
}
