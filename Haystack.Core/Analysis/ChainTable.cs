using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Trials of one model put together by chain.</summary>
internal static class ChainTable
{
    /// <summary>The chains of <paramref name="trials"/> in the order in which they are first met. Orphans, closed-book trials and single facts without an answer are left out.</summary>
    public static IReadOnlyList<ChainOutcome> From(IEnumerable<TrialRow> trials)
    {
        var places = new Dictionary<(string Document, int Chain, string Family, string Placement, string Arrangement), int>();
        var chains = new List<ChainOutcome>();
        foreach (var trial in trials)
        {
            if (trial.DistanceTokens is not { } distance
                || !(trial.Arm == Arm.Pair || (trial.Arm is Arm.First or Arm.Second && trial.Outcome.IsAnswer())))
                continue;
            var key = (trial.DocumentId, trial.Chain, trial.Family, trial.QuestionPlacement, trial.Arrangement);
            if (!places.TryGetValue(key, out var place))
            {
                places.Add(key, place = chains.Count);
                chains.Add(new ChainOutcome
                {
                    DocumentId = trial.DocumentId,
                    DistanceTokens = distance,
                    ContextTokens = trial.ContextTokens,
                    Position = trial.Position,
                    FirstPlace = trial.FirstFactPosition,
                    LastPlace = trial.LastFactPosition,
                    Order = trial.Order == FactOrder.BridgeFirst ? 0.5 : -0.5,
                    Intervening = trial.InterveningFacts,
                    ChanceLevel = trial.ChanceLevel,
                });
            }

            var right = trial.Outcome == Outcome.Correct;
            chains[place] = trial.Arm switch
            {
                // γ differs between arms: the curve is that of the pair question.
                Arm.Pair when !trial.Outcome.IsAnswer() => chains[place] with { IsUnsure = chains[place].Pair is null, ChanceLevel = trial.ChanceLevel },
                Arm.Pair => chains[place] with { Pair = right, Miss = MissOf(trial.Outcome), IsUnsure = trial.Outcome == Outcome.Ambiguous, ChanceLevel = trial.ChanceLevel },
                Arm.First => chains[place] with { First = right, SingleChance = trial.ChanceLevel },
                _ => chains[place] with { Second = right, SingleChance = trial.ChanceLevel },
            };
        }

        return chains;
    }

    /// <summary>What a wrong answer tells of guessing and budgets.</summary>
    internal static ChainMiss MissOf(Outcome outcome) => outcome switch
    {
        Outcome.CappedOutput => ChainMiss.Capped,
        Outcome.OtherChain => ChainMiss.Picked,
        Outcome.Abstained or Outcome.Invented or Outcome.OneHop or Outcome.Unparsed or Outcome.Empty => ChainMiss.Other,
        _ => ChainMiss.None,
    };
}
