using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>What one of several servers did of a model's trials, cold controls among them.</summary>
/// <param name="Model">The model.</param>
/// <param name="Server">Its address.</param>
/// <param name="Trials">Trials that it answered.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Retried">How many took more than one request.</param>
/// <param name="SecondsATrial">Seconds of a trial, on average.</param>
/// <param name="PrefillRate">Prompt tokens read a second, cached ones left out; the median of those told, null where none was.</param>
/// <param name="DecodeRate">Tokens generated a second; likewise.</param>
/// <param name="Tokens">Prompt tokens, and how many were cached.</param>
internal sealed record ServerUse(string Model, string Server, int Trials, int Failed, int Retried, double SecondsATrial, double? PrefillRate, double? DecodeRate, PromptTokenUse Tokens)
{
    /// <summary>The servers of a run, by model and address; none where each model had one alone.</summary>
    public static IReadOnlyList<ServerUse> Of(RunData run) =>
    [
        .. run.Trials.Concat(run.ColdTrials).Where(t => t.Server is not null)
            .GroupBy(t => (t.Model, Server: t.Server!))
            .OrderBy(g => run.Models.ToList().FindIndex(m => m.Name == g.Key.Model)).ThenBy(g => g.Key.Server, StringComparer.Ordinal)
            .Select(g => new ServerUse(
                g.Key.Model, g.Key.Server, g.Count(), g.Count(t => t.Outcome == Outcome.Failed), g.Count(t => t.Attempts > 1), g.Average(t => t.TotalSeconds),
                Median(g.Select(t => t.PrefillRate)), Median(g.Select(t => t.DecodeRate)), PromptTokenUse.From(g))),
    ];

    private static double? Median(IEnumerable<double?> values)
    {
        var told = values.OfType<double>().Order().ToArray();
        return told.Length == 0 ? null : told[told.Length / 2];
    }
}
