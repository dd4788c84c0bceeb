namespace Haystack.Storage;

/// <summary>Whether a model is still the one whose trials are stored.</summary>
internal static class ModelChanges
{
    /// <summary>Compares what would make answers incomparable.</summary>
    /// <exception cref="HaystackException">It is another model under the same name, or is run in another way.</exception>
    public static void RequireSame(ModelRow stored, ModelRow now)
    {
        var differences = new (string Name, object? Stored, object? Now)[]
        {
            ("digest", stored.Digest, now.Digest),
            ("quantization", stored.Quantization, now.Quantization),
            ("num_ctx", stored.NumCtx, now.NumCtx),
            ("tokenizer", stored.TokenizerFingerprint, now.TokenizerFingerprint),
            ("template tokens", stored.TemplateTokens, now.TemplateTokens),
            ("tokenizer grade", stored.TokenizerGrade, now.TokenizerGrade),
        }
        .Where(d => !Equals(d.Stored, d.Now))
        .Select(d => $"{d.Name}: {d.Stored ?? "(none)"} → {d.Now ?? "(none)"}")
        .ToList();
        if (differences.Count > 0)
            throw new HaystackException(
                $"model '{now.Name}' is not the one of this run any more ({string.Join("; ", differences)}): its results must not mix, use another --out");
    }
}
