using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Ollama;

/// <summary>What <c>/api/show</c> says of a model, without its vocabulary.</summary>
internal sealed record OllamaModel
{
    // Heads of all layers, and numbers a head: the largest models have some thousand of each.
    private const int MostCacheNumber = 10_000_000;

    private static readonly string[] EncoderFamilies = ["bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "roberta", "xlm-roberta", "gemma-embedding", "t5encoder"];

    /// <summary>The architecture, such as <c>qwen2</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>What the model was made for, in tokens.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Such as <c>32.8B</c>.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>Such as <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>Every name it gives itself: name, base name, family.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>What it can do, such as <c>completion</c>, <c>thinking</c>, <c>embedding</c>; empty from old servers.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>SHA-256 of the chat template, lower-case hex; null where there is none.</summary>
    public string? TemplateSha256 { get; init; }

    /// <summary>Bytes of key–value cache for each token of context, at 16 bits a value; null where the model does not say enough.</summary>
    public long? CacheBytesPerToken { get; init; }

    /// <summary>Whether it can think in a field of its own.</summary>
    public bool Thinks => Capabilities.Contains("thinking");

    /// <summary>Whether it takes levels of thinking, and cannot do without.</summary>
    public bool HasThinkingLevels => Names.Append(Architecture).Any(n => n?.Replace("-", "", StringComparison.Ordinal).Contains("gptoss", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Whether it answers in text at all; embedding models do not.</summary>
    public bool IsChat =>
        Capabilities.Count > 0 ? Capabilities.Contains("completion") : !EncoderFamilies.Contains(Architecture ?? "");

    /// <summary>Reads an answer of <c>/api/show</c>.</summary>
    public static OllamaModel Read(JsonElement show)
    {
        var details = show.Member("details") ?? default;
        var info = show.Member("model_info") ?? default;
        var architecture = info.Text("general.architecture") ?? details.Text("family");
        var template = show.Text("template");
        return new OllamaModel
        {
            Architecture = architecture,
            ContextTokens = info.Integer($"{architecture}.context_length") is { } length and > 0 and <= int.MaxValue ? (int)length : null,
            ParameterSize = details.Text("parameter_size") ?? Billions(info.Integer("general.parameter_count")),
            Quantization = details.Text("quantization_level"),
            Names = [.. new[] { info.Text("general.name"), info.Text("general.basename"), details.Text("family") }.OfType<string>()],
            Capabilities = [.. show.Items("capabilities").Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.Text()).OfType<string>()],
            TemplateSha256 = template is { Length: > 0 } ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template))) : null,
            CacheBytesPerToken = CacheBytes(info, architecture),
        };
    }

    // Each layer keeps one key and one value a head, 2 bytes a number. Sliding windows need less: this is the most it can be.
    private static long? CacheBytes(JsonElement info, string? architecture)
    {
        if (info.Integer($"{architecture}.block_count") is not { } layers || info.Integer($"{architecture}.attention.head_count") is not { } heads || heads <= 0)
            return null;
        var keyLength = info.Integer($"{architecture}.attention.key_length") ?? info.Integer($"{architecture}.embedding_length") / heads;
        var valueLength = info.Integer($"{architecture}.attention.value_length") ?? keyLength;
        if (keyLength is null)
            return null;
        // Some models have another number of heads in each layer.
        Int128 headsOfLayers = 0;
        foreach (var layer in info.Items($"{architecture}.attention.head_count_kv"))
            headsOfLayers += layer.ValueKind == JsonValueKind.Number && layer.TryGetInt64(out var number) ? number : 0;
        if (headsOfLayers == 0)
            headsOfLayers = (Int128)layers * (info.Integer($"{architecture}.attention.head_count_kv") ?? heads);
        // A server may say anything: what is no size of a cache is as good as not said.
        var length = (Int128)keyLength.Value + (valueLength ?? 0);
        return headsOfLayers > 0 && headsOfLayers <= MostCacheNumber && length > 0 && length <= MostCacheNumber ? (long)(headsOfLayers * 2 * length) : null;
    }

    private static string? Billions(long? parameters) =>
        parameters is { } p ? (p / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + "B" : null;
}
