using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>What determines a run's results, as name and value: frozen at its first start.</summary>
internal static class SweepManifest
{
    /// <summary>What the names of the corpora's hashes begin with; a language follows.</summary>
    public const string CorpusPrefix = "corpus_sha256_";

    /// <summary>The program's version.</summary>
    public static string ToolVersion { get; } =
        typeof(SweepManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The manifest of a sweep over <paramref name="models"/> with these corpora.</summary>
    public static IReadOnlyDictionary<string, string> Create(
        SweepOptions options, IReadOnlyList<string> models, IEnumerable<(string Language, string Sha256)> corpora)
    {
        var manifest = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["generator_version"] = DocumentPlanner.GeneratorVersion.ToString(CultureInfo.InvariantCulture),
            ["models"] = Join(models),
            ["max_ctx"] = options.Contexts.Count > 0 ? "" : Number(options.MaxContextTokens),
            ["contexts"] = Join(options.Contexts.Select(Number)),
            ["distances"] = Join(options.Distances.Select(d => d.ToString())),
            ["documents"] = Number(options.Documents),
            ["ci_width"] = options.CiWidth?.ToString("R", CultureInfo.InvariantCulture) ?? "",
            ["chains_per_document"] = Number(options.ChainsPerDocument),
            ["families"] = Join(options.Families),
            ["languages"] = Join(options.Languages),
            ["arms"] = Join(options.Arms.Select(a => a.ToText())),
            ["question"] = Join(options.Placements.Select(p => p.ToText())),
            ["arrange"] = Join(options.Arrangements.Select(a => a.ToText())),
            ["hops"] = Number(options.Hops),
            ["corpus"] = options.Corpus,
            ["tokenizer"] = options.Tokenizer ?? "",
            ["seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["max_output"] = Number(options.OutputBudget),
            ["trial_timeout_seconds"] = options.TrialTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            [RunManifest.InformationPrefix + "tool_version"] = ToolVersion,
        };
        // Only where it is asked for: runs from before it was there are resumed as they are.
        if (options.D50Width is { } doublings)
            manifest["d50_width"] = doublings.ToString("R", CultureInfo.InvariantCulture);
        if (options.Cache != CacheMode.Checked)
            manifest["cache"] = options.Cache.ToText();
        if (options.InterveningFacts.Count > 0)
            manifest["intervening"] = Join(options.InterveningFacts.Select(Number));
        foreach (var (language, sha256) in corpora)
            manifest[CorpusPrefix + language] = sha256;
        return manifest;
    }

    /// <summary>The manifest with the time; a store keeps that of its first start.</summary>
    public static IReadOnlyDictionary<string, string> Begun(IReadOnlyDictionary<string, string> manifest, TimeProvider time) =>
        new Dictionary<string, string>(manifest, StringComparer.Ordinal)
        {
            [RunManifest.InformationPrefix + "begun"] = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        };

    /// <summary>A directory name that the same options give again, so that the same command resumes.</summary>
    public static string DirectoryName(SweepOptions options, IReadOnlyDictionary<string, string> manifest)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in manifest.Where(m => !m.Key.StartsWith(RunManifest.InformationPrefix, StringComparison.Ordinal)))
            text.Append(CultureInfo.InvariantCulture, $"{name}={value}\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
        var families = options.Families.Count == 1 ? options.Families[0] : $"{options.Families.Count}-families";
        var context = TokenSize.Format(options.Contexts.Count > 0 ? options.Contexts.Max() : options.MaxContextTokens);
        return $"{families}-{string.Join('-', options.Languages)}-{context}-{hash}";
    }

    /// <summary>Where a run goes that was given no directory.</summary>
    public static string Directory(SweepOptions options, IReadOnlyDictionary<string, string> manifest) =>
        Path.Combine("runs", DirectoryName(options, manifest)) + (options.Shard is { } part ? $"-{part.DirectoryName}" : "");

    private static string Join(IEnumerable<string> values) => string.Join(',', values);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
