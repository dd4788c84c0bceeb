using System.Globalization;
using System.Security.Cryptography;
using Haystack.Tokenization;

namespace Haystack.LLama;

/// <summary>What a GGUF file says of itself, read and checked here before llama.cpp sees it: a broken file can end a process.</summary>
internal sealed record GgufModelFile
{
    // ggml's numbers of the types that most tensors of a file have (llama.h, llama_ftype).
    private static readonly Dictionary<long, string> FileTypes = new()
    {
        [0] = "F32",
        [1] = "F16",
        [2] = "Q4_0",
        [3] = "Q4_1",
        [7] = "Q8_0",
        [8] = "Q5_0",
        [9] = "Q5_1",
        [10] = "Q2_K",
        [11] = "Q3_K_S",
        [12] = "Q3_K_M",
        [13] = "Q3_K_L",
        [14] = "Q4_K_S",
        [15] = "Q4_K_M",
        [16] = "Q5_K_S",
        [17] = "Q5_K_M",
        [18] = "Q6_K",
        [19] = "IQ2_XXS",
        [20] = "IQ2_XS",
        [21] = "Q2_K_S",
        [22] = "IQ3_XS",
        [23] = "IQ3_XXS",
        [24] = "IQ1_S",
        [25] = "IQ4_NL",
        [26] = "IQ3_S",
        [27] = "IQ3_M",
        [28] = "IQ2_S",
        [29] = "IQ2_M",
        [30] = "IQ4_XS",
        [31] = "IQ1_M",
        [32] = "BF16",
        [36] = "TQ1_0",
        [37] = "TQ2_0",
        [38] = "MXFP4",
    };

    private static readonly string[] Embedding = ["bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "neo-bert", "modern-bert", "gemma-embedding", "t5encoder", "clip"];

    /// <summary>Such as <c>llama</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Every name that it gives itself.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>What the model was made for, in tokens; null where it does not say.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Such as <c>Q4_K_M</c>; null where it does not say.</summary>
    public string? Quantization { get; init; }

    /// <summary>Such as <c>32.8B</c>.</summary>
    public required string ParameterSize { get; init; }

    /// <summary>The chat template, Jinja; null without one.</summary>
    public string? Template { get; init; }

    /// <summary>Bytes of all weights, those of a split file's other parts by the size of this one.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Numbers kept of each token of context, keys and values of all layers; null where it does not say enough.</summary>
    public long? KeptPerToken { get; init; }

    /// <summary>Heads that ask.</summary>
    public long? Heads { get; init; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="HaystackException">There is no such file, it is damaged or cut short, or it is no model that answers; one line says which.</exception>
    public static GgufModelFile Read(string path)
    {
        using var stream = InputFile.OpenRegular(path);
        var source = $"'{path}'";
        try
        {
            return Read(source, stream);
        }
        catch (IOException e)
        {
            throw new HaystackException($"{source} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>SHA-256 of the whole file.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = InputFile.OpenRegular(path);
        await using (stream.ConfigureAwait(false))
            return $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false))}";
    }

    private static GgufModelFile Read(string source, FileStream stream)
    {
        var architecture = new GgufHeaderReader(source, stream).Read(["general.architecture"]).GetValueOrDefault("general.architecture") as string
            ?? throw new HaystackException($"{source} does not say what it holds (no general.architecture): no model");
        if (Embedding.Contains(architecture))
            throw new HaystackException($"{source} holds a model of the kind '{OneLine(architecture)}', which gives embeddings or looks at pictures, not answers");
        stream.Position = 0;
        string[] own = ["context_length", "block_count", "embedding_length", "attention.head_count", "attention.head_count_kv", "attention.key_length", "attention.value_length"];
        var reader = new GgufHeaderReader(source, stream);
        var values = reader.Read([.. own.Select(k => $"{architecture}.{k}"), "general.name", "general.basename", "general.file_type", "tokenizer.chat_template", "tokenizer.ggml.model", "split.count"]);
        var tensors = reader.ReadTensors();
        if (!values.ContainsKey("tokenizer.ggml.model"))
            throw new HaystackException($"{source} has no vocabulary: no model that reads text (an adapter, a part of a model, or a part of a split file: name its first part)");
        if (tensors.Count == 0)
            throw new HaystackException($"{source} holds a vocabulary and no weights");
        var weights = tensors.Aggregate((Int128)0, (all, t) => all + t.Bytes) * Math.Clamp(Number("split.count") ?? 1, 1, 1000);
        var numbers = tensors.Aggregate((Int128)0, (all, t) => all + t.Numbers);
        return new GgufModelFile
        {
            Architecture = OneLine(architecture),
            Names = [.. new[] { Text("general.name"), Text("general.basename"), architecture, Path.GetFileNameWithoutExtension(stream.Name) }.OfType<string>()],
            ContextTokens = Number($"{architecture}.context_length") is { } context and > 0 and <= int.MaxValue ? (int)context : null,
            Quantization = Number("general.file_type") is { } type ? FileTypes.GetValueOrDefault(type & 1023) : null,
            ParameterSize = numbers >= 100_000_000 ? $"{((double)numbers / 1e9).ToString("0.0", CultureInfo.InvariantCulture)}B" : $"{((double)numbers / 1e6).ToString("0.0", CultureInfo.InvariantCulture)}M",
            Template = Text("tokenizer.chat_template"),
            WeightBytes = (long)Int128.Min(weights, long.MaxValue / 2),
            FileBytes = stream.Length,
            KeptPerToken = Kept(key => values.GetValueOrDefault($"{architecture}.{key}")),
            Heads = Largest(values.GetValueOrDefault($"{architecture}.attention.head_count")),
        };

        string? Text(string key) => values.GetValueOrDefault(key) as string;
        long? Number(string key) => values.GetValueOrDefault(key) is long number ? number : null;
    }

    // One key and one value a head and layer. Sliding windows and compressed caches need less: this is the most it can be.
    private static long? Kept(Func<string, object?> value)
    {
        if (value("block_count") is not long layers || Largest(value("attention.head_count")) is not { } heads || heads <= 0)
            return null;
        if (((value("attention.key_length") as long?) ?? ((value("embedding_length") as long?) / heads)) is not { } key)
            return null;
        var length = (Int128)key + (value("attention.value_length") as long? ?? key);
        var kept = value("attention.head_count_kv") switch
        {
            IReadOnlyList<int> each => each.Sum(h => (long)h),
            long number => (Int128)number * layers,
            _ => (Int128)heads * layers,
        } * length;
        // A file may say anything: what is no size of a cache is as good as not said.
        return kept > 0 && kept < 1L << 32 ? (long)kept : null;
    }

    private static long? Largest(object? value) => value switch
    {
        long number => number,
        IReadOnlyList<int> { Count: > 0 } each => each.Max(),
        _ => null,
    };

    private static string OneLine(string text) => Inference.Wire.OneLine.Of(text);
}
