namespace Haystack.Inference;

/// <summary>Budgets and sampling identity of one request.</summary>
internal sealed record AskOptions
{
    /// <summary>The context size to request, in tokens: the same for every request of a model's sweep.</summary>
    public required int NumCtx { get; init; }

    /// <summary>Tokens of the prompt as planned, for servers that limit them; null where that is not known.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Most tokens to generate, thinking included.</summary>
    public required int MaxOutputTokens { get; init; }

    /// <summary>Wall-clock budget of the request, retries not included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The sampling seed, from the trial's identity.</summary>
    public required Seed Seed { get; init; }

    /// <summary>A key of the document that is asked about, for a router that is to keep its questions on one replica; null sends none.</summary>
    public string? Session { get; init; }

    /// <summary>Headers that carry it.</summary>
    public IReadOnlyList<string> SessionHeaders { get; init; } = [];

    /// <summary>
    /// For a request that nothing may be reused for: a text that no other request has, as salt for a server's prefix cache.
    /// A server that takes neither that nor another word for it reuses what it has. Null where it may.
    /// </summary>
    public string? ColdSalt { get; init; }
}
