using Haystack.Storage;

namespace Haystack.Statistics;

/// <summary>Prompt tokens sent, and how many of them the server had to read anew.</summary>
/// <param name="Sent">Tokens of all prompts as the server counted them; trials without a count are left out.</param>
/// <param name="Cached">How many of them the server said it had cached; null where it never said.</param>
public sealed record PromptTokenUse(long Sent, long? Cached)
{
    /// <summary>Tokens read anew; null where the server never said what it had cached.</summary>
    public long? Computed => Sent - Cached;

    /// <summary>The share that was cached, 0–1; null where it is not known.</summary>
    public double? CachedShare => Sent == 0 ? null : (double?)Cached / Sent;

    /// <summary>Adds up <paramref name="trials"/>.</summary>
    public static PromptTokenUse From(IEnumerable<TrialRow> trials)
    {
        long sent = 0, cached = 0;
        var said = false;
        foreach (var trial in trials)
        {
            sent += trial.PromptTokensCounted ?? 0;
            cached += trial.CachedPromptTokens ?? 0;
            said |= trial.CachedPromptTokens is not null;
        }

        return new PromptTokenUse(sent, said ? cached : null);
    }
}
