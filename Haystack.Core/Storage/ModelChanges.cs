namespace Haystack.Storage;

/// <summary>Whether a model is still the one whose trials are stored.</summary>
internal static class ModelChanges
{
    private const string SamplingPrefix = "sampling.";

    /// <summary>How a model's tokens are drawn and how much it thinks: name to value, in a fixed order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> SamplingOf(ModelRow model) =>
        model.Properties.Where(p => p.Key == "think" || p.Key.StartsWith(SamplingPrefix, StringComparison.Ordinal)).OrderBy(p => p.Key, StringComparer.Ordinal);

    /// <summary>Compares what would make answers incomparable.</summary>
    /// <exception cref="HaystackException">It is another model under the same name, or is run in another way.</exception>
    public static void RequireSame(ModelRow stored, ModelRow now)
    {
        var differences = Differences(stored, now);
        if (differences.Count > 0)
            throw new HaystackException(
                $"model '{now.Name}' is not the one of this run any more ({string.Join("; ", differences)}): its results must not mix, use another --out");
    }

    /// <summary>What makes answers of two incomparable, <c>name: stored → now</c>; empty where nothing does.</summary>
    public static IReadOnlyList<string> Differences(ModelRow stored, ModelRow now) => [.. new (string Name, object? Stored, object? Now)[]
        {
            ("digest", stored.Digest, now.Digest),
            ("quantization", stored.Quantization, now.Quantization),
            ("num_ctx", stored.NumCtx, now.NumCtx),
            ("tokenizer", stored.TokenizerFingerprint, now.TokenizerFingerprint),
            ("template tokens", stored.TemplateTokens, now.TemplateTokens),
            ("tokenizer grade", stored.TokenizerGrade, now.TokenizerGrade),
            ("sampling", Sampling(stored), Sampling(now)),
            // A server tells it only of a model that is loaded.
            ("identity", Identity(now) is null ? null : Identity(stored), Identity(stored) is null ? null : Identity(now)),
        }
        .Where(d => !Equals(d.Stored, d.Now))
        .Select(d => $"{d.Name}: {d.Stored ?? "(none)"} → {d.Now ?? "(none)"}")];

    private static string? Identity(ModelRow model) => model.Properties.GetValueOrDefault("identity");

    private static string? Sampling(ModelRow model) =>
        string.Join(", ", SamplingOf(model).Select(p => $"{p.Key[(p.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]}={p.Value}")) is { Length: > 0 } text ? text : null;
}
