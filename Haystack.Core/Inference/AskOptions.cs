namespace Haystack.Inference;

/// <summary>Budgets and sampling identity of one request.</summary>
internal sealed record AskOptions
{
    /// <summary>The context size to request, in tokens: the same for every request of a model's sweep.</summary>
    public required int NumCtx { get; init; }

    /// <summary>Most tokens to generate, thinking included.</summary>
    public required int MaxOutputTokens { get; init; }

    /// <summary>Wall-clock budget of the request, retries not included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The sampling seed, from the trial's identity.</summary>
    public required Seed Seed { get; init; }
}
