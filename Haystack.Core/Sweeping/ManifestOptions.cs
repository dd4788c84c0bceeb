using System.Globalization;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>Reads a frozen manifest back into options.</summary>
internal static class ManifestOptions
{
    /// <summary>Prompts up to here are made again unasked: the longest that models of today take, some seconds and a few hundred megabytes.</summary>
    public const int LongestUnasked = 1 << 20;

    /// <summary>What is wrong with a manifest is told in so many characters: the manifest may be of any length.</summary>
    private const int LongestFault = 300;

    /// <summary>The options that made a run.</summary>
    /// <exception cref="HaystackException">The manifest is not one of this version's.</exception>
    public static SweepOptions Read(IReadOnlyDictionary<string, string> manifest)
    {
        try
        {
            var options = Parse(manifest);
            // Whatever a sweep would refuse is no run's plan.
            SweepValidation.RequireConsistent(options);
            return options;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or HaystackException)
        {
            var fault = e.Message.Length <= LongestFault ? e.Message : e.Message[..LongestFault] + "…";
            throw new HaystackException($"the run's manifest is damaged, or not of this version of Haystack: {fault}", e);
        }
    }

    /// <summary>The longest context of a run's trials: how much text has to be made again, which a store of anybody may say.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">Its options.</param>
    /// <param name="mostTokens">Up to which length the user lets prompts be made again: time and memory go with it.</param>
    /// <exception cref="HaystackException">It is longer than the run was planned with, or than is made again.</exception>
    public static int LongestContext(RunData run, SweepOptions options, int mostTokens)
    {
        var longest = run.Trials.Concat(run.ColdTrials).Select(t => t.ContextTokens).DefaultIfEmpty(1).Max();
        if (longest > options.MaxContextTokens)
            throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"a prompt of {longest:N0} tokens is longer than the run was planned with"));
        return longest <= mostTokens
            ? longest
            : throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"prompts of {longest:N0} tokens are longer than are made again unasked ({TokenSize.Format(mostTokens)}): where the run is no stranger's, give --max-ctx {longest}"));
    }

    private static SweepOptions Parse(IReadOnlyDictionary<string, string> manifest)
    {
        string Of(string name) => manifest.TryGetValue(name, out var value)
            ? value
            : throw new HaystackException($"the run's manifest has no '{name}'");
        IReadOnlyList<T> Many<T>(string name, Func<string, T> parse) => Of(name).Length == 0 ? [] : [.. Of(name).Split(',').Select(parse)];
        int Number(string name) => int.Parse(Of(name), CultureInfo.InvariantCulture);
        if (Number("generator_version") != DocumentPlanner.GeneratorVersion)
            throw new HaystackException($"the run was made by generator version {Of("generator_version")}; this program makes version {DocumentPlanner.GeneratorVersion}");
        var options = new SweepOptions
        {
            Models = Many("models", m => m),
            Contexts = Many("contexts", TokenSize.Parse),
            Distances = Many("distances", Distance.Parse),
            Documents = Number("documents"),
            CiWidth = Of("ci_width") is { Length: > 0 } width ? double.Parse(width, CultureInfo.InvariantCulture) : null,
            D50Width = manifest.GetValueOrDefault("d50_width") is { Length: > 0 } doublings ? double.Parse(doublings, CultureInfo.InvariantCulture) : null,
            Cache = manifest.GetValueOrDefault("cache") is { } cache ? PlanNames.ParseCache(cache) : CacheMode.Checked,
            InterveningFacts = manifest.ContainsKey("intervening") ? Many("intervening", n => int.Parse(n, CultureInfo.InvariantCulture)) : [],
            ChainsPerDocument = Number("chains_per_document"),
            Families = Many("families", f => f),
            Languages = Many("languages", l => l),
            Arms = Many("arms", FactNames.ParseArm),
            Placements = Many("question", q => q == "after" ? QuestionPlacement.After : QuestionPlacement.Before),
            Arrangements = Many("arrange", a => a == "spread" ? Arrangement.Spread : Arrangement.Gathered),
            Hops = Number("hops"),
            Corpus = Of("corpus"),
            Tokenizer = Of("tokenizer") is { Length: > 0 } tokenizer ? tokenizer : null,
            Seed = ulong.Parse(Of("seed"), CultureInfo.InvariantCulture),
            MaxOutputTokens = Number("max_output"),
            TrialTimeout = TimeSpan.FromSeconds(double.Parse(Of("trial_timeout_seconds"), CultureInfo.InvariantCulture)),
            CorpusSha256 = manifest.Where(m => m.Key.StartsWith(SweepManifest.CorpusPrefix, StringComparison.Ordinal)).ToDictionary(m => m.Key[SweepManifest.CorpusPrefix.Length..], m => m.Value),
        };
        return Of("max_ctx") is { Length: > 0 } maximum
            ? options with { MaxContextTokens = int.Parse(maximum, CultureInfo.InvariantCulture) }
            : options with { MaxContextTokens = checked(options.Contexts.DefaultIfEmpty(SweepDefaults.LeastOutputTokens).Max() + options.OutputBudget) };
    }
}
