using System.Diagnostics;
using System.Diagnostics.Metrics;
using Haystack.Facts;
using Haystack.Inference.Calling;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Asking;

/// <summary>A span for each trial, around the spans of its requests, and a count of trials by outcome. Neither has any content.</summary>
internal static class TrialTelemetry
{
    private static readonly ActivitySource Source = new(Telemetry.Name);
    private static readonly Meter Meter = new(Telemetry.Name);
    private static readonly Counter<long> Trials = Meter.CreateCounter<long>("haystack.trials", "{trial}", "Trials finished, by model, arm and outcome.");

    /// <summary>Begins a trial's span; null where nobody listens.</summary>
    public static Activity? Begin(string model) => Source.StartActivity($"trial {model}");

    /// <summary>Says what the trial was and came to.</summary>
    public static void End(Activity? activity, TrialRow trial)
    {
        Trials.Add(1, new("gen_ai.request.model", trial.Model), new("haystack.arm", trial.Arm.ToText()), new("haystack.outcome", trial.Outcome.ToText()));
        if (activity is null)
            return;
        activity.SetTag("gen_ai.request.model", trial.Model);
        activity.SetTag("haystack.trial.key", trial.Key);
        activity.SetTag("haystack.document.id", trial.DocumentId);
        activity.SetTag("haystack.family", trial.Family);
        activity.SetTag("haystack.language", trial.Language);
        activity.SetTag("haystack.arm", trial.Arm.ToText());
        activity.SetTag("haystack.context_tokens", trial.ContextTokens);
        activity.SetTag("haystack.distance_tokens", trial.DistanceTokens);
        activity.SetTag("haystack.outcome", trial.Outcome.ToText());
        activity.SetTag("haystack.attempts", trial.Attempts);
        if (trial.Outcome is Outcome.Failed)
            activity.SetStatus(ActivityStatusCode.Error);
    }
}
