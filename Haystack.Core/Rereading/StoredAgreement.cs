using System.Globalization;
using Haystack.Facts;
using Haystack.Inference.Calling;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Rereading;

/// <summary>
/// Holds what the rows of a stored run say of themselves against the run's own plan before anything is made again by them: a
/// run may be anybody's, and what a row says decides how much is made.
/// </summary>
internal static class StoredAgreement
{
    /// <summary>The facts of others that a plan can put into each gap between a chain's facts (<see cref="SweepOptions.InterveningFacts"/>).</summary>
    private const int MostBetween = 64;

    /// <summary>Characters of a reply with its thinking, whatever the plan says: reading one takes time that grows with it.</summary>
    private const long LongestReply = 8_000_000;

    /// <summary>Requires that trials, and the documents of the run, are such as its plan has.</summary>
    /// <exception cref="HaystackException">One is of a family, language, arm, length or chain that the plan does not have.</exception>
    public static void Require(RunData run, IEnumerable<TrialRow> trials, SweepOptions options)
    {
        var chains = options.ChainsPerDocument + SweepDefaults.OrphansPerDocument;
        var limits = new CallLimits();
        var mostCharacters = Math.Min(LongestReply, limits.CharactersFree + ((long)limits.CharactersPerToken * 2 * Math.Max(options.OutputBudget, SweepDefaults.MaxThinkingOutputTokens)));
        foreach (var trial in trials)
        {
            RequireText(options, trial.Family, trial.Language);
            if (trial.Hops != options.Hops || trial.Chain >= chains || !options.Arms.Contains(trial.Arm))
                throw Stray(string.Create(CultureInfo.InvariantCulture, $"the question {trial.Arm.ToText()} about chain {trial.Chain} of {trial.Hops} facts"));
            RequireLength(options, trial.ContextTokens);
            if ((trial.Response?.Length ?? 0) + (long)(trial.Thinking?.Length ?? 0) is var length && length > mostCharacters)
                throw Stray(string.Create(CultureInfo.InvariantCulture, $"replies of {length:N0} characters"));
        }

        var most = chains + (options.ChainsPerDocument * (options.Hops - 1) * options.InterveningFacts.DefaultIfEmpty(0).Max(n => Math.Clamp(n, 0, MostBetween)));
        foreach (var document in run.Documents)
        {
            RequireText(options, document.Family, document.Language);
            RequireLength(options, document.ContextTokens);
            if (document.Facts.FirstOrDefault(f => f.Chain >= most || f.Hop > options.Hops) is { } fact)
                throw Stray(string.Create(CultureInfo.InvariantCulture, $"fact {fact.Hop} of chain {fact.Chain}"));
        }
    }

    private static void RequireText(SweepOptions options, string family, string language)
    {
        if (!options.Families.Contains(family, StringComparer.Ordinal) || !options.Languages.Contains(language, StringComparer.Ordinal))
            throw Stray($"family '{Short(family)}' in '{Short(language)}'");
    }

    private static void RequireLength(SweepOptions options, int contextTokens)
    {
        if (contextTokens > options.MaxContextTokens || (options.Contexts.Count > 0 && !options.Contexts.Contains(contextTokens)))
            throw Stray(string.Create(CultureInfo.InvariantCulture, $"prompts of {contextTokens:N0} tokens"));
    }

    private static HaystackException Stray(string what) => new($"the run was planned without {what}: its rows do not agree with its own manifest");

    private static string Short(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
