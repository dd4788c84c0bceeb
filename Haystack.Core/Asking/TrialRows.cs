using Haystack.Documents;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Asking;

/// <summary>Turns what a trial was and came to into the rows that are stored.</summary>
internal static class TrialRows
{
    private const int ExcerptCharacters = 200;

    /// <summary>The row of one trial.</summary>
    public static TrialRow Trial(
        string key, ModelRow model, Document document, Trial trial, Prompt prompt, int promptTokensPlanned, ModelResponse response, ScoredAnswer scored)
    {
        var (plan, chain, question) = (document.Plan, prompt.Chain, prompt.Question);
        return new TrialRow
        {
            Key = key,
            Model = model.Name,
            DocumentId = plan.Id,
            Chain = chain.Index,
            Family = plan.Family,
            Language = plan.Language,
            Arm = question.Arm,
            Order = chain.Order,
            Hops = chain.Hops,
            ContextTokens = plan.ContextTokens,
            DistanceTokens = chain.IsOrphan ? null : plan.Chains[chain.Index].DistanceTokens,
            Position = document.PositionOf(chain.Index),
            FactPosition = question.Arm switch
            {
                Arm.First => document.PositionOf(chain.Index, 1),
                Arm.Second => document.PositionOf(chain.Index, chain.Hops),
                _ => null,
            },
            ChanceLevel = question.ChanceLevel,
            QuestionPlacement = prompt.Placement.ToText(),
            Arrangement = plan.Arrangement.ToText(),
            PromptTokensPlanned = promptTokensPlanned,
            PromptTokensCounted = response.PromptTokens,
            CachedPromptTokens = response.CachedPromptTokens,
            Outcome = scored.Outcome,
            Answer = scored.Answer,
            Reading = scored.ReadingText,
            AnswerForm = scored.AnswerForm,
            OtherReadings = scored.OtherReadingsText,
            FirstFactPosition = chain.IsOrphan ? null : document.PositionOf(chain.Index, 1),
            InterveningFacts = chain.IsOrphan ? null : document.FactsBetween(chain.Index),
            LastFactPosition = chain.IsOrphan ? null : document.PositionOf(chain.Index, chain.Hops),
            Expected = question.Answer,
            Question = question.Text,
            Response = response.Content,
            Thinking = response.Thinking.Length == 0 ? null : response.Thinking,
            Fault = response.Fault,
            DoneReason = response.DoneReason,
            Stop = response.Stop.ToString(),
            OutputTokens = response.OutputTokens,
            ThinkingTokens = response.ThinkingTokens,
            SecondsToFirstToken = response.TimeToFirstToken?.TotalSeconds,
            ThinkingSeconds = response.ThinkingTime?.TotalSeconds,
            TotalSeconds = response.Total.TotalSeconds,
            // The time is for what was not cached: without that count there is no rate.
            PrefillRate = Rate(response.PromptTokens - response.CachedPromptTokens, response.PrefillTime),
            DecodeRate = Rate(response.OutputTokens, response.DecodeTime),
            PromptSha256 = prompt.ContentSha256(),
            Attempts = response.Attempts,
            AskedAs = trial.AskedAs,
            IsCold = trial.IsControl,
        };
    }

    /// <summary>The row of one document.</summary>
    public static DocumentRow Document(Document document, ModelRow model)
    {
        var text = document.Text;
        return new DocumentRow
        {
            Id = document.Plan.Id,
            TokenizerFingerprint = model.TokenizerFingerprint,
            Seed = document.Plan.Seed.Value,
            ContextTokens = document.Plan.ContextTokens,
            DocumentTokens = document.Tokens,
            Family = document.Plan.Family,
            Language = document.Plan.Language,
            Sha256 = document.Sha256,
            Facts = [.. document.Facts.Select(f => new PlantedFactRow(
                f.Chain, f.Hop, f.Text, f.CharStart, f.CharEnd, f.TokenStart, f.TokenEnd,
                text[Math.Max(0, f.CharStart - ExcerptCharacters)..f.CharStart],
                text[f.CharEnd..Math.Min(text.Length, f.CharEnd + ExcerptCharacters)]))],
        };
    }

    private static double? Rate(long? tokens, TimeSpan? time) =>
        tokens is { } n && time is { TotalSeconds: > 0 } t ? n / t.TotalSeconds : null;
}
