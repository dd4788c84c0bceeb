using System.Globalization;

namespace Haystack.Statistics;

/// <summary>What is left of a finding where answers ran out of their budget more often at some distances: part of the fall is then the budget's.</summary>
internal static class Capped
{
    /// <summary>From this share on it is to be said.</summary>
    public const double Noted = 0.01;

    /// <summary>The finding, with what is to be said of capped answers, and without a change per doubling that mixes two falls.</summary>
    public static Findings Allow(Findings found, IReadOnlyList<ChainOutcome> chains)
    {
        ChainOutcome[] answered = [.. chains.Where(c => c.Pair is not null)];
        var capped = new Proportion(answered.Count(IsCapped), answered.Length);
        if (!(capped.Value >= Noted) || !(ShareTrend.P(answered.Select(c => (c.DocumentId, c.DistanceTokens, IsCapped(c)))) is { } p && p < ShareTrend.Level))
            return found;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{capped.Successes} of {capped.Total} answers ran out of their budget ({100 * capped.Value:0.#}%), and how often goes with distance (p {(p < 0.001 ? "< 0.001" : $"= {p:0.000}")}): part of what falls is the budget, and no change per doubling is given");
        return found with { ChangePerDoubling = null, ChangePerDoublingInterval = null, Notes = [text, .. found.Notes] };

        static bool IsCapped(ChainOutcome chain) => chain.Miss == ChainMiss.Capped;
    }
}
