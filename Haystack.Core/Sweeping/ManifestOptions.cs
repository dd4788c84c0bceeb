using System.Globalization;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>Reads a frozen manifest back into options.</summary>
internal static class ManifestOptions
{
    /// <summary>More than any model takes; the text for it takes a minute and gigabytes.</summary>
    private const int LongestMadeAgain = 1 << 24;

    /// <summary>The options that made a run.</summary>
    /// <exception cref="HaystackException">The manifest is not one of this version's.</exception>
    public static SweepOptions Read(IReadOnlyDictionary<string, string> manifest)
    {
        try
        {
            return Parse(manifest);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new HaystackException($"the run's manifest is damaged, or not Haystack's: {e.Message}", e);
        }
    }

    /// <summary>The longest context of a run's trials: how much text has to be made again, which a store of anybody may say.</summary>
    /// <exception cref="HaystackException">It is longer than the run was planned with, or than is made again.</exception>
    public static int LongestContext(RunData run, SweepOptions options)
    {
        var longest = run.Trials.Concat(run.ColdTrials).Select(t => t.ContextTokens).DefaultIfEmpty(1).Max();
        return longest <= Math.Min(options.MaxContextTokens, LongestMadeAgain)
            ? longest
            : throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"a prompt of {longest:N0} tokens is longer than the run was planned with, or than is made again"));
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
        };
        return Of("max_ctx") is { Length: > 0 } maximum
            ? options with { MaxContextTokens = int.Parse(maximum, CultureInfo.InvariantCulture) }
            : options with { MaxContextTokens = checked(options.Contexts.DefaultIfEmpty(SweepDefaults.LeastOutputTokens).Max() + options.OutputBudget) };
    }
}
