using System.Globalization;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Rereading;

/// <summary>Makes the prompt of a stored trial again: prompts are regenerated, not stored.</summary>
internal static class StoredPrompt
{
    /// <summary>Regenerates the prompt and checks it against the stored SHA-256.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trial">One of its trials.</param>
    /// <param name="endpoint">Where the Ollama is that has the model's vocabulary; null for where it was, if that is this machine.</param>
    /// <param name="mostTokens">Up to which length prompts are made again (<see cref="ManifestOptions.LongestUnasked"/>).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="tokenizer">Where the user has the model's vocabulary; null for where the run says.</param>
    /// <exception cref="HaystackException">The corpus, the vocabulary or the program is not the one that made it.</exception>
    public static async Task<Prompt> RebuildAsync(RunData run, TrialRow trial, string? endpoint, int mostTokens, CancellationToken cancellationToken, string? tokenizer = null)
    {
        var model = run.ModelOf(trial);
        var options = ManifestOptions.Read(run.Manifest);
        StoredAgreement.Require(run, [trial], options);
        var longest = ManifestOptions.LongestContext(run, options, mostTokens);
        var counter = await StoredTokenizer.OfAsync(model, tokenizer is null ? options : options with { Tokenizer = tokenizer }, endpoint, cancellationToken).ConfigureAwait(false)
            ?? throw new HaystackException($"the tokenizer of '{model.Name}' is not the one that the run was made with");
        var sources = new TextSources(options, longest, static _ => { });
        var sets = DocumentSets.Create(
            options with { Families = [trial.Family], Languages = [trial.Language], Distances = [.. Fitting(options, trial, run)] },
            sources, counter, [new Rung(trial.ContextTokens)], model.TemplateTokens);
        foreach (var set in sets.Where(s => s.Arrangement.ToText() == trial.Arrangement))
        {
            if (StoredPlan.Find(set, run, trial.DocumentId) is not { } plan)
                continue;
            var document = set.Build(plan);
            if (trial.Chain >= document.Chains.Count || document.Chains[trial.Chain].Questions.All(q => q.Arm != trial.Arm))
                throw new HaystackException($"document {trial.DocumentId} has no such question as trial {trial.Key} is about");
            return PromptsOf(set, document, trial).FirstOrDefault(p => p.ContentSha256() == trial.PromptSha256)
                ?? throw new HaystackException("the prompt made again is not the one that was sent: its SHA-256 differs (was the run made by another version?)");
        }

        throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"document {trial.DocumentId} cannot be made again: corpus or generator differ from the run's"));
    }

    /// <summary>As it is asked, and in the other wordings of a cold question.</summary>
    private static IEnumerable<Prompt> PromptsOf(DocumentSet set, Document document, TrialRow row)
    {
        var placement = row.QuestionPlacement == QuestionPlacement.After.ToText() ? QuestionPlacement.After : QuestionPlacement.Before;
        var trial = new Trial(document.Plan, row.Chain, row.Arm, placement);
        yield return set.PromptOf(document, trial);
        for (var i = 0; row.Arm != Arm.ClosedBook && i < set.Rewordings(document); i++)
            yield return set.PromptOf(document, trial, i);
    }

    /// <summary>The asked-for distances that the trial's context length has; those of other lengths would be refused.</summary>
    private static IEnumerable<Distance> Fitting(SweepOptions options, TrialRow trial, RunData run) =>
        options.Distances.Where(d => d.Tokens is null || run.Trials.Any(t => t.ContextTokens == trial.ContextTokens && t.DistanceTokens == d.Tokens));
}
