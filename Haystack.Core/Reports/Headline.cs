using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>The figures of one model that every report opens with.</summary>
internal sealed record Headline
{
    public required ModelRow Model { get; init; }

    /// <summary>Null where the run has no trial of the model.</summary>
    public required FitReport? Fit { get; init; }

    /// <summary>Half-recall distance in words.</summary>
    public required string D50 { get; init; }

    /// <summary>Accuracy at 0, 1k, 8k and the largest distance; null where none was tested near it.</summary>
    public required IReadOnlyList<AccuracyAt?> Accuracy { get; init; }

    /// <summary>What of <see cref="Accuracy"/> was capped; null where that is.</summary>
    public required IReadOnlyList<CappedShare?> Capped { get; init; }

    /// <summary>What of the hallucination rate was capped.</summary>
    public required CappedShare CappedAbsent { get; init; }

    /// <summary>Tokens of thinking of answers in all arms; null where none was reported.</summary>
    public required Quartiles? Thinking { get; init; }

    /// <summary>Tokens generated a second; null where none was reported.</summary>
    public required Quartiles? Rate { get; init; }

    /// <summary>Prompt tokens of all trials: sent, and computed where the server tells.</summary>
    public required PromptTokenUse PromptTokens { get; init; }

    /// <summary>All trials of the model, answers or not.</summary>
    public required int Trials { get; init; }

    /// <summary>Those that are not answers.</summary>
    public required int Invalid { get; init; }

    /// <summary>The distances that <see cref="Accuracy"/> stands for.</summary>
    public static IReadOnlyList<string> Distances { get; } = ["0", "1k", "8k", "max"];

    /// <summary>One a model, in the run's order.</summary>
    public static IReadOnlyList<Headline> Of(RunFigures figures) => [.. figures.Run.Models.Select(m => Of(m, figures))];

    private static Headline Of(ModelRow model, RunFigures figures)
    {
        var fit = figures.Fits.GetValueOrDefault(model.Name);
        var trials = figures.Trials.GetValueOrDefault(model.Name, []);
        var answers = trials.Where(t => t.Outcome.IsAnswer()).ToArray();
        return new Headline
        {
            Model = model,
            Fit = fit,
            D50 = DistanceText.D50(fit, model),
            Accuracy = [.. Distances.Select(d => fit?.AccuracyAt.FirstOrDefault(a => a.Label == d))],
            Capped = [.. Distances.Select(d => fit?.AccuracyAt.FirstOrDefault(a => a.Label == d) is { } at
                ? CappedShare.Of(trials.Where(t => t.Arm == Arm.Pair && t.DistanceTokens == at.DistanceTokens)) : null)],
            CappedAbsent = CappedShare.Of(trials.Where(t => t.Arm == Arm.Absent), t => t.Outcome is Outcome.OneHop or Outcome.OtherChain or Outcome.Invented or Outcome.Ambiguous),
            Thinking = Quartiles.Of(answers.Where(t => t.ThinkingTokens is not null).Select(t => (double)t.ThinkingTokens!.Value)),
            Rate = Quartiles.Of(answers.Where(t => t.DecodeRate is not null).Select(t => t.DecodeRate!.Value)),
            PromptTokens = PromptTokenUse.From(trials),
            Trials = trials.Count,
            Invalid = trials.Count - answers.Length,
        };
    }
}
