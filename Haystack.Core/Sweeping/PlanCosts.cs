using Haystack.Planning;

namespace Haystack.Sweeping;

/// <summary>Estimates what a prepared sweep costs.</summary>
internal static class PlanCosts
{
    /// <summary>What an answer is taken to cost beside its prompt, in seconds.</summary>
    public const double SecondsAnAnswer = 2;

    /// <summary>What a question's own part of the prompt is taken to be, in tokens.</summary>
    private const int QuestionTokens = 96;

    private const double PromptTokensASecond = 1000;

    /// <summary>The cost of every set of documents.</summary>
    public static IReadOnlyList<PlanCost> Of(PreparedSweep sweep) =>
    [
        .. sweep.Models.SelectMany(m => m.Sets.Select(s =>
        {
            var questions = sweep.Options.QuestionsPerDocument;
            var trials = questions * s.Count;
            var sent = (long)trials * s.Rung.ContextTokens;
            var computed = sweep.Options.Placements.Contains(QuestionPlacement.Before)
                ? sent
                : (long)s.Count * (s.Rung.ContextTokens + (questions - 1L) * QuestionTokens);
            return new PlanCost(
                m.Row.Name, s.Family, s.Language, s.Arrangement.ToText(), s.Rung.ContextTokens, s.Distances, s.Count, questions, trials, sent, computed);
        })),
    ];

    /// <summary>Hours at 1,000 prompt tokens a second: an order of magnitude, not a promise.</summary>
    public static double Hours(IReadOnlyList<PlanCost> costs) =>
        costs.Sum(c => c.PromptTokensComputed / PromptTokensASecond + c.Trials * SecondsAnAnswer) / 3600;
}
