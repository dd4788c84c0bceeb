using System.Globalization;

namespace Haystack.Statistics;

/// <summary>
/// How often a model picks a value where it does not know one. The chance level γ is what a reader gets that always
/// picks; one that says it does not know gets nothing by chance, and held against γ it would seem to forget sooner than
/// another of the same memory.
/// </summary>
internal static class Guessing
{
    /// <summary>A share below this is told beside D50.</summary>
    public const double Told = 0.8;

    /// <summary>
    /// Of what it does not know, the share on which it picks one of the document's values, 0–1: of the picks 1 − γ are
    /// wrong and show as another chain's value, so each stands for 1/(1 − γ). Capped answers tell nothing of it.
    /// </summary>
    public static double Share(IEnumerable<ChainOutcome> chains)
    {
        double picks = 0, others = 0;
        foreach (var chain in chains)
        {
            if (IsPick(chain))
                picks += 1 / (1 - chain.ChanceLevel);
            else if (IsOther(chain))
                others++;
        }

        return others == 0 ? 1 : picks / (picks + others);
    }

    /// <summary>A share for each distance where it plainly goes with distance; else the same for all.</summary>
    public static (Func<int, double> Share, bool GoesWithDistance) ByDistance(IReadOnlyList<ChainOutcome> chains)
    {
        // So many misses of the mean share stand in for what few misses of one distance leave open.
        const double prior = 4;
        var all = Share(chains);
        var misses = chains.Where(c => IsPick(c) || IsOther(c)).ToArray();
        if (!(ShareTrend.P(misses.Select(c => (c.DocumentId, c.DistanceTokens, IsPick(c)))) < ShareTrend.Level))
            return (_ => all, false);
        var shares = misses.GroupBy(c => c.DistanceTokens).ToDictionary(g => g.Key, g => (g.Count() * Share(g) + prior * all) / (g.Count() + prior));
        return (distance => shares.GetValueOrDefault(distance, all), true);
    }

    private static bool IsPick(ChainOutcome chain) => chain.Miss == ChainMiss.Picked;

    private static bool IsOther(ChainOutcome chain) => chain.Miss == ChainMiss.Other;

    /// <summary>What it means where the share goes with distance, in one line.</summary>
    public const string GoesWithDistance = "how often it guesses rather than abstains goes with distance: the limits of D50 and D85 reach from chance counting as it guesses to not at all, no estimate and no change per doubling is given";

    /// <summary>What a share means for D50, in one line.</summary>
    public static string Text(double share) => string.Create(CultureInfo.InvariantCulture,
        $"of what it does not know it guesses {100 * share:0}% and abstains or says something else of the rest: chance counts for so much of its level");
}
