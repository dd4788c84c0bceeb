using System.Globalization;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Models;

/// <summary>
/// Where a server does not say how long a prompt may be: asks the longest question of the plan once, so that a limit is
/// found out before the sweep and not by the first of its trials that does not fit.
/// </summary>
internal static class LimitProbe
{
    /// <summary>Whether the limit of a model is unknown.</summary>
    public static bool IsNeeded(PreparedModel model) =>
        model.Row is { MaxContextTokens: null, Provider: var provider } && !ModelProviders.IsInProcess(provider);

    /// <summary>Asks. The reply's budget is the sweep's own, as some servers add it to the prompt.</summary>
    /// <returns>The model.</returns>
    /// <exception cref="HaystackException">The prompt is refused, cut without a word, or not answered; one line says so.</exception>
    public static async Task<PreparedModel> RunAsync(PreparedModel model, SweepOptions options, CancellationToken cancellationToken)
    {
        var set = model.Sets.MaxBy(s => s.Rung.ContextTokens)!;
        var longest = set.Prompts(set.Build(set.Plan(0)), options.Arms).MaxBy(p => p.ContentTokens)!;
        var planned = TokenScale.ToServer(model.Tokenizer, longest.ContentTokens) + model.Row.TemplateTokens;
        var ask = new AskOptions
        {
            NumCtx = model.Row.NumCtx,
            MaxOutputTokens = options.OutputBudget,
            Timeout = options.TrialTimeout,
            Seed = new Seed(options.Seed).Derive("limit-probe"),
        };
        var response = await model.Connection.AskAsync([new ChatMessage(ChatRole.User, longest.Content)], ask, cancellationToken).ConfigureAwait(false);
        response = PromptCounts.Completed(response, planned, model.Row.TokenizerGrade);
        var plan = string.Create(CultureInfo.InvariantCulture, $"the longest prompt of the plan, {planned:N0} tokens with {TokenSize.Format(options.OutputBudget)} for the reply");
        var trouble = response.Stop switch
        {
            StopCause.PromptRefused => $"refuses {plan}: {response.Fault}",
            StopCause.Fault => $"does not answer {plan}: {response.Fault}",
            _ when PromptCheck.Of(response, planned, model.Row.TokenizerGrade).Outcome == Outcome.Truncated =>
                string.Create(CultureInfo.InvariantCulture, $"counted only {response.PromptTokens:N0} tokens in {plan}: it cuts prompts without a word, or counts with another tokenizer (--tokenizer names one)"),
            _ => null,
        };
        return trouble is null ? model : throw new HaystackException($"model '{model.Row.Name}' {trouble} (its server does not say what it takes; --max-ctx sets less)");
    }
}
