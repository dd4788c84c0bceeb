using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Rereading;

/// <summary>The response of a stored trial, as far as scoring needs it: scores are recomputed from raw replies.</summary>
internal static class StoredResponse
{
    /// <summary>The response that a row was made from.</summary>
    /// <param name="trial">The row.</param>
    /// <param name="maxOutputTokens">Most tokens that were asked for; null where that is not known.</param>
    /// <param name="model">The model's row; null where there is none.</param>
    public static ModelResponse Of(TrialRow trial, int? maxOutputTokens = null, ModelRow? model = null) => new()
    {
        MaxOutputTokens = maxOutputTokens,
        IsToThink = model?.Properties.GetValueOrDefault("thinks") is { } thinks ? thinks == "true" : null,
        IsToFitSchema = model?.Properties.GetValueOrDefault(AnswerSchema.Option) == AnswerSchema.Forced,
        Content = trial.Response ?? "",
        Thinking = trial.Thinking ?? "",
        Stop = trial.Stop is { } stop ? Enum.Parse<StopCause>(stop) : trial.Outcome == Outcome.Failed ? StopCause.Fault : StopCause.Finished,
        DoneReason = trial.DoneReason,
        Fault = trial.Fault,
        PromptTokens = trial.PromptTokensCounted,
        CachedPromptTokens = trial.CachedPromptTokens,
        OutputTokens = trial.OutputTokens,
        ThinkingTokens = trial.ThinkingTokens,
        Total = TimeSpan.FromSeconds(trial.TotalSeconds),
        Attempts = trial.Attempts,
    };
}
