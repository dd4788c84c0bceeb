using System.Globalization;
using Haystack.Scoring;

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
            if (chain.PairOutcome == Outcome.OtherChain)
                picks += 1 / (1 - chain.ChanceLevel);
            else if (chain.PairOutcome is Outcome.Abstained or Outcome.Invented or Outcome.OneHop or Outcome.Unparsed or Outcome.Empty)
                others++;
        }

        return others == 0 ? 1 : picks / (picks + others);
    }

    /// <summary>What a share means for D50, in one line.</summary>
    public static string Text(double share) => string.Create(CultureInfo.InvariantCulture,
        $"of what it does not know it guesses {100 * share:0}% and abstains or says something else of the rest: chance counts for so much of its level");
}
