using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Trials counted into cells.</summary>
public static class CellTable
{
    /// <summary>The cells of <paramref name="trials"/>, in the order model (as first met), family, language, arm, order, context, distance.</summary>
    public static IReadOnlyList<Cell> From(IEnumerable<TrialRow> trials)
    {
        var models = new Dictionary<string, int>();
        var counts = new Dictionary<(string Model, string Family, string Language, Facts.Arm Arm, Facts.FactOrder Order, int Context, int? Distance), int[]>();
        foreach (var trial in trials)
        {
            models.TryAdd(trial.Model, models.Count);
            var key = (trial.Model, trial.Family, trial.Language, trial.Arm, trial.Order, trial.ContextTokens, trial.DistanceTokens);
            if (!counts.TryGetValue(key, out var cell))
                counts.Add(key, cell = new int[Enum.GetValues<Outcome>().Length]);
            cell[(int)trial.Outcome]++;
        }

        return [.. counts
            .OrderBy(c => models[c.Key.Model])
            .ThenBy(c => c.Key.Family, StringComparer.Ordinal)
            .ThenBy(c => c.Key.Language, StringComparer.Ordinal)
            .ThenBy(c => c.Key.Arm)
            .ThenBy(c => c.Key.Order)
            .ThenBy(c => c.Key.Context)
            .ThenBy(c => c.Key.Distance ?? -1)
            .Select(c => ToCell(c.Key, c.Value))];
    }

    private static Cell ToCell(
        (string Model, string Family, string Language, Facts.Arm Arm, Facts.FactOrder Order, int Context, int? Distance) key,
        int[] counts)
    {
        var outcomes = Enum.GetValues<Outcome>().Where(o => counts[(int)o] > 0).ToDictionary(o => o, o => counts[(int)o]);
        var answered = outcomes.Where(o => o.Key.IsAnswer()).Sum(o => o.Value);
        return new Cell
        {
            Model = key.Model,
            Family = key.Family,
            Language = key.Language,
            Arm = key.Arm,
            Order = key.Order,
            ContextTokens = key.Context,
            DistanceTokens = key.Distance,
            Accuracy = new Proportion(counts[(int)Outcome.Correct], answered),
            Invalid = outcomes.Values.Sum() - answered,
            Outcomes = outcomes,
        };
    }
}
