using System.Globalization;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Preparing;

/// <summary>How fast a model is taken to be: as earlier runs on its server measured, else as is usual.</summary>
/// <param name="PromptTokensASecond">Prompt tokens that it reads a second.</param>
/// <param name="SecondsAnAnswer">Seconds from one reply to the next beside the reading, thinking included.</param>
/// <param name="Source">Where that comes from, in words.</param>
internal sealed record PlanRate(double PromptTokensASecond, double SecondsAnAnswer, string Source)
{
    /// <summary>Tokens of a reply, thinking included.</summary>
    public double TokensAnAnswer { get; init; } = UsualTokens;

    private const double UsualTokens = 64;
    private const double UsualPromptTokens = 1000;
    private const double UsualSeconds = 2;
    private const double UsualTokensASecond = 50;

    /// <summary>What a reasoning model writes to a question of this kind, thinking included, where its budget allows.</summary>
    private const int UsualThinkingTokens = 3000;

    /// <summary>Fewer answers tell no speed.</summary>
    private const int FewestAnswers = 8;

    /// <summary>Runs that are looked through, the latest first.</summary>
    private const int MostRuns = 20;

    /// <summary>The rate of a model.</summary>
    /// <param name="model">The model, connected.</param>
    /// <param name="outputBudget">Most tokens of a reply.</param>
    /// <param name="folder">Where earlier runs are.</param>
    public static PlanRate Of(PreparedModel model, int outputBudget, string folder)
    {
        // Readers in this process answer at once; their time goes into making documents.
        if (ModelProviders.IsInProcess(model.Row.Provider))
            return new PlanRate(1_000_000, 0.005, "a reader in this process");
        foreach (var directory in RunListing.Directories(folder).Take(MostRuns))
        {
            if (Measured(directory, model.Row) is { } measured)
                return measured;
        }

        return Usual(model, outputBudget);
    }

    /// <summary>What is usual, where nothing was measured.</summary>
    /// <param name="model">The model, connected.</param>
    /// <param name="outputBudget">Most tokens of a reply.</param>
    public static PlanRate Usual(PreparedModel model, int outputBudget)
    {
        if (!model.Connection.Description.Thinks)
            return new PlanRate(UsualPromptTokens, UsualSeconds, $"not measured yet: {UsualPromptTokens:N0} prompt tokens a second and {UsualSeconds:0} s an answer are assumed");
        var tokens = Math.Min(UsualThinkingTokens, model.Connection.Description.ThinkBudget ?? outputBudget);
        return new PlanRate(UsualPromptTokens, tokens / UsualTokensASecond, string.Create(
            CultureInfo.InvariantCulture, $"not measured yet: {UsualPromptTokens:N0} prompt tokens a second, and {tokens:N0} tokens of thinking an answer at {UsualTokensASecond:0} a second are assumed"))
        {
            TokensAnAnswer = tokens,
        };
    }

    private static PlanRate? Measured(string directory, ModelRow model)
    {
        try
        {
            var run = RunReader.Read(directory);
            // The same model on another server says nothing of this one.
            if (run.Models.All(m => m.Name != model.Name || m.Digest != model.Digest || m.Properties.GetValueOrDefault("endpoint") != model.Properties.GetValueOrDefault("endpoint")))
                return null;
            return Of([.. run.Trials.Where(t => t.Model == model.Name && t.Outcome.IsAnswer() && t.TotalSeconds > 0)], run.Name);
        }
        catch (HaystackException)
        {
            // A store that cannot be read measured nothing; the command that opens it says why.
            return null;
        }
    }

    /// <summary>What answers of a run measured; null where there are too few.</summary>
    internal static PlanRate? Of(IReadOnlyList<TrialRow> answers, string run)
    {
        if (answers.Count < FewestAnswers)
            return null;
        var prefill = Statistics.Quartiles.Of(answers.Where(t => t.PrefillRate > 0).Select(t => t.PrefillRate!.Value))?.Median ?? UsualPromptTokens;
        // Questions in flight together share the time.
        var seconds = answers.Average(t => Math.Max(0, t.TotalSeconds - ReadTokens(t) / prefill) / (t.InFlight ?? 1));
        return new PlanRate(prefill, seconds, string.Create(CultureInfo.InvariantCulture, $"as run {run} measured: {prefill:N0} prompt tokens a second and {seconds:0.0} s an answer"))
        {
            TokensAnAnswer = answers.Average(t => (double?)t.OutputTokens) ?? UsualTokens,
        };
    }

    private static double ReadTokens(TrialRow t) => (t.PromptTokensCounted ?? t.PromptTokensPlanned) - (t.CachedPromptTokens ?? 0);

    /// <summary>Tokens of prompts and replies for what is planned.</summary>
    public double Tokens(PlanCost cost) => cost.PromptTokensSent + cost.Trials * TokensAnAnswer;

    /// <summary>Hours for what is planned.</summary>
    public double Hours(IEnumerable<PlanCost> costs) => costs.Sum(c => c.PromptTokensComputed / PromptTokensASecond + c.Trials * SecondsAnAnswer) / 3600;
}
