using System.Globalization;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>The command line of a sweep, from its options: what a scheduler's job runs, and what makes a missing shard.</summary>
internal static class SweepArguments
{
    /// <summary>The arguments behind <c>haystack sweep</c>, those that differ from the defaults; without a shard and without a directory.</summary>
    public static IReadOnlyList<string> Of(SweepOptions options)
    {
        var (defaults, arguments) = (new SweepOptions(), new List<string>());
        void Add(string name, string? value)
        {
            if (value is not null)
                arguments.AddRange([name, value]);
        }

        void Many<T>(string name, IReadOnlyList<T> values, IReadOnlyList<T> otherwise, Func<T, string> text) =>
            Add(name, values.SequenceEqual(otherwise) ? null : string.Join(',', values.Select(text)));
        void Number(string name, int value, int otherwise) => Add(name, value == otherwise ? null : value.ToString(CultureInfo.InvariantCulture));

        foreach (var model in options.Models)
            Add("--model", model);
        foreach (var endpoint in options.Endpoint is null ? [] : options.MoreEndpoints.Prepend(options.Endpoint))
            Add("--endpoint", endpoint);
        foreach (var url in options.BaseUrl is null ? [] : options.MoreBaseUrls.Prepend(options.BaseUrl))
            Add("--base-url", url);
        Add("--session", options.SessionHeaders.SequenceEqual(defaults.SessionHeaders) ? null : options.SessionHeaders.Count == 0 ? "none" : string.Join(',', options.SessionHeaders));
        Add("--api-key-env", options.ApiKeyVariable);
        Many("--contexts", options.Contexts, [], TokenSize.Format);
        Number("--max-ctx", options.MaxContextTokens, options.Contexts.Count > 0 ? 0 : defaults.MaxContextTokens);
        Many("--distances", options.Distances, [], d => d.ToString());
        Number("--documents", options.Documents, defaults.Documents);
        Add("--ci-width", options.CiWidth?.ToString("R", CultureInfo.InvariantCulture));
        Add("--d50-width", options.D50Width?.ToString("R", CultureInfo.InvariantCulture));
        Number("--chains-per-document", options.ChainsPerDocument, defaults.ChainsPerDocument);
        Many("--intervening", options.InterveningFacts, [], n => n.ToString(CultureInfo.InvariantCulture));
        Many("--families", options.Families, defaults.Families, f => f);
        Many("--language", options.Languages, defaults.Languages, l => l);
        Many("--arms", options.Arms, defaults.Arms, a => a.ToText());
        Add("--question", options.Placements.SequenceEqual(defaults.Placements) ? null : options.Placements.Count > 1 ? "both" : options.Placements[0].ToText());
        Add("--arrange", options.Arrangements.SequenceEqual(defaults.Arrangements) ? null : options.Arrangements.Count > 1 ? "both" : options.Arrangements[0].ToText());
        Number("--hops", options.Hops, defaults.Hops);
        Add("--corpus", options.Corpus == defaults.Corpus ? null : options.Corpus);
        Add("--tokenizer", options.Tokenizer);
        Add("--seed", options.Seed == defaults.Seed ? null : options.Seed.ToString(CultureInfo.InvariantCulture));
        Add("--max-output", options.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture));
        Add("--trial-timeout", options.TrialTimeout == defaults.TrialTimeout ? null : string.Create(CultureInfo.InvariantCulture, $"{options.TrialTimeout.TotalSeconds}s"));
        Add("--minutes", options.TimeBudget?.TotalMinutes.ToString("R", CultureInfo.InvariantCulture));
        Add("--max-tokens", options.TokenBudget?.ToString(CultureInfo.InvariantCulture));
        Add("--parallel", options.Parallel?.ToString(CultureInfo.InvariantCulture));
        Add("--in-flight", options.InFlight?.ToString(CultureInfo.InvariantCulture));
        Add("--cache", options.Cache == defaults.Cache ? null : options.Cache.ToText());
        Add("--answer", options.ForcesAnswer ? "schema" : null);
        Add("--verify", options.Verify == VerifyMode.Full ? "full" : null);
        return arguments;
    }

    /// <summary>The command that makes a missing shard, for a shell; what a run of others says stands in it between quotes.</summary>
    /// <param name="manifest">Any other shard's, or the merged run's.</param>
    /// <param name="missing">Which is missing.</param>
    /// <exception cref="HaystackException">The manifest is not one of this version's.</exception>
    public static string Of(IReadOnlyDictionary<string, string> manifest, MissingShard missing)
    {
        var options = ManifestOptions.Read(manifest) with
        {
            Endpoint = Addresses(manifest, ShardNames.Endpoint).FirstOrDefault(),
            MoreEndpoints = [.. Addresses(manifest, ShardNames.Endpoint).Skip(1)],
            BaseUrl = Addresses(manifest, ShardNames.BaseUrl).FirstOrDefault(),
            MoreBaseUrls = [.. Addresses(manifest, ShardNames.BaseUrl).Skip(1)],
            ApiKeyVariable = manifest.GetValueOrDefault(ShardNames.KeyVariable),
        };
        IReadOnlyList<string> words = ["haystack", "sweep", .. Of(options), "--shard", missing.Shard.ToString(), "--out", missing.Directory];
        return string.Join(' ', words.Select(ShellText.Quote));
    }

    private static string[] Addresses(IReadOnlyDictionary<string, string> manifest, string name) => manifest.GetValueOrDefault(name)?.Split(',') ?? [];
}
