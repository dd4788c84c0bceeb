using System.Globalization;
using Haystack.Storage;

namespace Haystack.Preparing;

/// <summary>What a shard's manifest says beside that of the whole sweep.</summary>
internal static class ShardManifest
{
    /// <summary>The manifest of one shard.</summary>
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> whole, ShardPlan plan, SweepOptions options, Shard shard)
    {
        var manifest = new SortedDictionary<string, string>(whole.ToDictionary(), StringComparer.Ordinal)
        {
            [ShardNames.Shard] = shard.ToString(),
            [ShardNames.Plan] = plan.Hash,
            [ShardNames.Trials] = plan.Trials.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in new[] { (ShardNames.Endpoint, Joined(options.Endpoint, options.MoreEndpoints)), (ShardNames.BaseUrl, Joined(options.BaseUrl, options.MoreBaseUrls)), (ShardNames.KeyVariable, options.ApiKeyVariable) })
        {
            // Addresses with a name and password in them are nobody's business.
            if (value is not null && !value.Contains('@', StringComparison.Ordinal))
                manifest[name] = value;
        }

        if (options.ArrayFirst is { } first)
            manifest[ShardNames.ArrayFirst] = first.ToString(CultureInfo.InvariantCulture);
        return manifest;
    }

    private static string? Joined(string? first, IReadOnlyList<string> more) => first is null ? null : string.Join(',', more.Prepend(first));
}
