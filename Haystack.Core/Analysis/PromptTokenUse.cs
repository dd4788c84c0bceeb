using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Prompt tokens sent, and how many of them the server had to compute: the rest stood in its prefix cache.</summary>
/// <remarks>
/// Only prompts whose cached part the server told are in <see cref="Computed"/>: a server that says nothing of its cache
/// may have computed everything or next to nothing.
/// </remarks>
/// <param name="Sent">Tokens of all prompts as the server counted them; trials without a count are left out.</param>
/// <param name="Told">How many of them are of prompts whose cached part the server told.</param>
/// <param name="Cached">How many of these it had cached; null where it never said.</param>
public sealed record PromptTokenUse(long Sent, long Told, long? Cached)
{
    /// <summary>Tokens computed, of those in <see cref="Told"/>; null where the server never said what it had cached.</summary>
    public long? Computed => Told - Cached;

    /// <summary>The share of <see cref="Told"/> that was computed, 0–1; null where it is not known.</summary>
    public double? ComputedShare => Told == 0 ? null : (double?)Computed / Told;

    /// <summary>Adds up <paramref name="trials"/>.</summary>
    public static PromptTokenUse From(IEnumerable<TrialRow> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        long sent = 0, told = 0, cached = 0;
        var said = false;
        foreach (var trial in trials)
        {
            if (trial.PromptTokensCounted is not { } counted)
                continue;
            sent += counted;
            // A count that cannot be (more cached than there was) tells nothing.
            if (trial.CachedPromptTokens is not { } found || found < 0 || found > counted)
                continue;
            told += counted;
            cached += found;
            said = true;
        }

        return new PromptTokenUse(sent, told, said ? cached : null);
    }
}
