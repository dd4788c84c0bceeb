namespace Haystack.Storage;

/// <summary>The names under which a manifest says which part of a sweep a run is.</summary>
internal static class ShardNames
{
    /// <summary>Which part of how many: <c>2/4</c>.</summary>
    public const string Shard = "shard";

    /// <summary>Which document belongs to which part: the same in all parts of a division.</summary>
    public const string Plan = "shard_plan";

    /// <summary>How many trials the part has.</summary>
    public const string Trials = "shard_trials";

    /// <summary>In a merged run: which parts are whole in it, of how many: <c>1,2,4/4</c>.</summary>
    public const string Merged = RunManifest.InformationPrefix + "merged_shards";

    /// <summary>In a merged run: of which division.</summary>
    public const string MergedPlan = RunManifest.InformationPrefix + "merged_shard_plan";

    /// <summary>Where the Ollama was, for the command that makes another part.</summary>
    public const string Endpoint = RunManifest.InformationPrefix + "endpoint";

    /// <summary>Where the OpenAI-compatible server was.</summary>
    public const string BaseUrl = RunManifest.InformationPrefix + "base_url";

    /// <summary>The NAME of the variable that holds its key.</summary>
    public const string KeyVariable = RunManifest.InformationPrefix + "api_key_env";

    /// <summary>The number of the first task of the job array that made it.</summary>
    public const string ArrayFirst = RunManifest.InformationPrefix + "array_first";

    /// <summary>Names that only a part has, not the whole.</summary>
    public static IReadOnlySet<string> OfAPart { get; } = new HashSet<string>(StringComparer.Ordinal) { Shard, Plan, Trials };
}
