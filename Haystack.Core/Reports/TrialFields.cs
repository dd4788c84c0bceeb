using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>The columns of exported trials, in their order. New ones are only ever added at the end.</summary>
internal static class TrialFields
{
    public static IReadOnlyList<TrialField> All { get; } =
    [
        Text("key", t => t.Key),
        Foreign("model", t => t.Model),
        Text("document_id", t => t.DocumentId),
        Int("chain", t => t.Chain),
        Text("family", t => t.Family),
        Text("language", t => t.Language),
        Text("arm", t => t.Arm.ToText()),
        Text("order", t => t.Order.ToText()),
        Int("hops", t => t.Hops),
        Int("context_tokens", t => t.ContextTokens),
        Int("distance_tokens", t => t.DistanceTokens),
        Number("position", t => t.Position),
        Number("fact_position", t => t.FactPosition),
        Number("chance_level", t => t.ChanceLevel),
        Text("question_placement", t => t.QuestionPlacement),
        Text("arrangement", t => t.Arrangement),
        Int("prompt_tokens_planned", t => t.PromptTokensPlanned),
        Long("prompt_tokens_counted", t => t.PromptTokensCounted),
        Long("cached_prompt_tokens", t => t.CachedPromptTokens),
        Text("outcome", t => t.Outcome.ToText()),
        new("is_answer", typeof(bool), t => t.Outcome.IsAnswer()),
        new("is_correct", typeof(bool), t => t.Outcome.IsAnswer() ? t.Outcome == Outcome.Correct : null),
        Foreign("answer", t => t.Answer),
        Foreign("expected", t => t.Expected),
        Foreign("question", t => t.Question),
        Foreign("response", t => t.Response),
        Foreign("thinking", t => t.Thinking),
        Foreign("fault", t => t.Fault),
        Foreign("done_reason", t => t.DoneReason),
        Long("output_tokens", t => t.OutputTokens),
        Long("thinking_tokens", t => t.ThinkingTokens),
        Number("seconds_to_first_token", t => t.SecondsToFirstToken),
        Number("thinking_seconds", t => t.ThinkingSeconds),
        Number("total_seconds", t => t.TotalSeconds),
        Number("prefill_rate", t => t.PrefillRate),
        Number("decode_rate", t => t.DecodeRate),
        Text("read_as", t => t.ReadAs.ToText()),
        Text("verdict", t => t.Verdict is { } verdict ? verdict.Outcome.ToText() : null),
        Foreign("verdict_by", t => t.Verdict?.By),
        Text("verdict_at", t => t.Verdict?.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        Text("answer_form", t => t.AnswerForm),
        Foreign("other_readings", t => t.OtherReadings),
    ];


    private static TrialField Text(string name, Func<TrialRow, string?> value) => new(name, typeof(string), value);

    private static TrialField Foreign(string name, Func<TrialRow, string?> value) => new(name, typeof(string), value, IsForeign: true);

    private static TrialField Int(string name, Func<TrialRow, int?> value) => new(name, typeof(int), t => value(t));

    private static TrialField Long(string name, Func<TrialRow, long?> value) => new(name, typeof(long), t => value(t));

    private static TrialField Number(string name, Func<TrialRow, double?> value) =>
        new(name, typeof(double), t => value(t) is { } number && double.IsFinite(number) ? number : null);
}
