using Haystack.Analysis;
using Haystack.Storage;

namespace Haystack.Plots;

/// <summary>A run with its statistics, worked out once for all pictures and reports.</summary>
internal sealed record RunFigures
{
    /// <summary>The run.</summary>
    public required RunData Run { get; init; }

    /// <summary>Its cells.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>The trials that figures of a model rest on, model by model: one placement of the question, one arrangement.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<TrialRow>> Trials { get; init; }

    /// <summary>What is to be said of each model; a model without a trial has none.</summary>
    public required IReadOnlyDictionary<string, FitReport> Fits { get; init; }

    /// <summary>Whether the answers that rest on a server's prefix cache are the model's, model by model.</summary>
    public required IReadOnlyDictionary<string, CacheVerdict> Caches { get; init; }

    /// <summary>What speaks against taking figures for a model's: of models of which nearly nothing could be read.</summary>
    public required IReadOnlyDictionary<string, Credibility> Doubts { get; init; }

    /// <summary>How much of a model's figures is its budget's, in a sentence, model by model; models of which next to nothing was capped are left out.</summary>
    public required IReadOnlyDictionary<string, string> Capped { get; init; }

    public static RunFigures Of(RunData run)
    {
        var scoped = run.Trials
            .GroupBy(t => t.Model, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => FitScope.Of([.. g], []), StringComparer.Ordinal);
        var hasFirst = run.HasFirst;
        return new RunFigures
        {
            Run = run,
            Cells = CellTable.From(run.Models.SelectMany(m => scoped.GetValueOrDefault(m.Name, []))),
            Trials = scoped,
            Caches = CacheControl.Of(run).ToDictionary(c => c.Model, StringComparer.Ordinal),
            Doubts = Credibility.Of(run).ToDictionary(d => d.Model, StringComparer.Ordinal),
            Capped = scoped.Select(s => (s.Key, Text: CappedWords.Sentence(s.Value, run.Manifest.GetValueOrDefault("max_output"))))
                .Where(s => s.Text.Length > 0).ToDictionary(s => s.Key, s => s.Text, StringComparer.Ordinal),
            // A model's fit depends on its own trials and name alone, so models are fitted side by side.
            Fits = run.Trials.GroupBy(t => t.Model, StringComparer.Ordinal)
                .AsParallel()
                .SelectMany(g => FitReport.From(g, run.StopsAtD50Width, hasFirst))
                .ToDictionary(f => f.Model, StringComparer.Ordinal),
        };
    }
}
