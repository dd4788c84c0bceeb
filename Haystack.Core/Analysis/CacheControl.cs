using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Holds cold controls against the same questions asked with the cache.</summary>
public static class CacheControl
{
    /// <summary>
    /// A p-value at or below it is a verdict against the server. Low, as it is a heavy one: ten changed answers of which
    /// none is to the better. Where answers vary by themselves (temperature above 0), changes go both ways alike.
    /// </summary>
    public const double Level = 0.002;

    /// <summary>Fewer pairs cannot reach <see cref="Level"/>.</summary>
    public const int FewestPairs = 10;

    /// <summary>A cold question for which more of the prompt than this was reused was not cold: a template's head may be.</summary>
    private const double MostReusedCold = 0.1;

    /// <summary>A warm question for which less was reused was not warm.</summary>
    private const double LeastReusedWarm = 0.5;

    /// <summary>The verdict on each model of a run, in its order.</summary>
    public static IReadOnlyList<CacheVerdict> Of(RunData run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var cold = run.ColdTrials.ToLookup(t => t.Model, StringComparer.Ordinal);
        var warm = run.ColdTrials.Count == 0 ? null : run.Trials.Where(IsOfTheModel).ToLookup(t => t.Model, StringComparer.Ordinal);
        return [.. run.Models.Select(m => Of(m.Name, [.. cold[m.Name]], warm?[m.Name] ?? []))];
    }

    /// <summary>The verdict on one model.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="cold">Its cold controls.</param>
    /// <param name="warm">Its other trials.</param>
    public static CacheVerdict Of(string model, IReadOnlyCollection<TrialRow> cold, IEnumerable<TrialRow> warm)
    {
        ArgumentNullException.ThrowIfNull(cold);
        ArgumentNullException.ThrowIfNull(warm);
        if (cold.Count == 0)
            return new CacheVerdict { Model = model, Finding = CacheFinding.NotChecked };
        var asked = new Dictionary<(string, int, Facts.Arm, string), TrialRow>();
        foreach (var trial in warm)
            asked[Question(trial)] = trial;
        var pairs = cold.Where(IsOfTheModel)
            .Select(c => (Cold: c, Warm: asked.GetValueOrDefault(Question(c))))
            .Where(p => p.Warm is { } w && IsOfTheModel(w))
            .ToArray();
        // A server that tells zero for each question, the warm ones too, may tell it whatever it reuses: its count is no evidence.
        var tellsNone = pairs.All(p => p.Cold.CachedPromptTokens is null or 0 && p.Warm!.CachedPromptTokens is null or 0);
        var apart = pairs.Where(p => tellsNone ? p.Warm!.AskedAs != 0 : IsApart(p.Cold, p.Warm!)).ToArray();
        var counts = new PairedCounts(
            apart.Count(p => IsRight(p.Cold) && IsRight(p.Warm!)), apart.Count(p => IsRight(p.Cold) && !IsRight(p.Warm!)),
            apart.Count(p => !IsRight(p.Cold) && IsRight(p.Warm!)), apart.Count(p => !IsRight(p.Cold) && !IsRight(p.Warm!)));
        return Of(model, counts) with { NotApart = pairs.Length - apart.Length };
    }

    /// <summary>The verdict on counts: side A is cold, side B warm.</summary>
    internal static CacheVerdict Of(string model, PairedCounts counts)
    {
        var p = McNemar.ExactP(counts.OnlyA, counts.OnlyB);
        var interval = counts.DifferenceInterval();
        return new CacheVerdict
        {
            Model = model,
            Finding = p <= Level ? CacheFinding.ChangesAnswers : counts.Total < FewestPairs ? CacheFinding.TooFew : CacheFinding.NoDifference,
            Cold = counts.A,
            Warm = counts.B,
            OnlyCold = counts.OnlyA,
            OnlyWarm = counts.OnlyB,
            P = p,
            Excluded = interval is { } i ? Math.Max(-i.Low, i.High) : null,
        };
    }

    private static (string, int, Facts.Arm, string) Question(TrialRow trial) => (trial.DocumentId, trial.Chain, trial.Arm, trial.QuestionPlacement);

    private static bool IsRight(TrialRow trial) => trial.Outcome == Outcome.Correct;

    /// <summary>Whether the reply is the model's doing: a cache may well make it say nothing, or go on without end.</summary>
    private static bool IsOfTheModel(TrialRow trial) => trial.Outcome.IsAnswer();

    private static bool IsApart(TrialRow cold, TrialRow warm) =>
        // The first question about a document fills the cache, and is cold by nature.
        warm.AskedAs != 0
        && (cold.CachedPromptTokens is not { } reused || reused <= MostReusedCold * cold.PromptTokensPlanned)
        && (warm.CachedPromptTokens is not { } kept || kept >= LeastReusedWarm * warm.PromptTokensPlanned);
}
