using Haystack.Tests.Tokenization;
using Haystack.Tokenization;

namespace Haystack.Tests.Live;

/// <summary>
/// A llama of one layer with random weights from a seed, as a GGUF file that llama.cpp runs: what it says means nothing,
/// but it reads, counts, caches and ends as any model does.
/// </summary>
internal sealed class TinyModel
{
    /// <summary>What it is made for, in tokens.</summary>
    public const int ContextTokens = 16 * 1024;

    private const int Width = 64;
    private const int Heads = 2;

    private const string ChatTemplate =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private readonly List<(string Name, int[] Sizes, float[] Values)> _tensors = [];
    private readonly RandomStream _random;

    private TinyModel(Seed seed) => _random = seed.Stream();

    /// <summary>What it counts with.</summary>
    public static TokenizerVocabulary Vocabulary => DerivedVocabulary.Small;

    /// <summary>Writes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">What its weights come from.</param>
    /// <param name="endsAfter">How many tokens it says before it ends, about; 0 for a model that never ends.</param>
    public static void Write(string path, Seed seed, int endsAfter = 12)
    {
        var model = new TinyModel(seed);
        model.AddTensors(Vocabulary.Tokens.Count, endsAfter);
        model.WriteFile(path);
    }

    private void AddTensors(int tokens, int endsAfter)
    {
        var embeddings = Random(Width * tokens, 1);
        var output = Random(Width * tokens, 0.3f);
        if (endsAfter > 0)
            LeadToTheEnd(embeddings, output, tokens, endsAfter);
        Add("token_embd.weight", [Width, tokens], embeddings);
        Add("output.weight", [Width, tokens], output);
        Add("output_norm.weight", [Width], Ones());
        Add("blk.0.attn_norm.weight", [Width], Ones());
        Add("blk.0.ffn_norm.weight", [Width], Ones());
        // Little of what was read before reaches the next token, but some: replies depend on the prompt.
        foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"])
            Add($"blk.0.{name}.weight", [Width, Width], Random(Width * Width, 0.08f));
    }

    /// <summary>
    /// One token in <paramref name="endsAfter"/> is followed by the token that ends a reply: the first of its numbers says
    /// so, and only the end looks at it. No single byte is among them, so no template ends with one.
    /// </summary>
    private void LeadToTheEnd(float[] embeddings, float[] output, int tokens, int endsAfter)
    {
        for (var token = 0; token < tokens; token++)
        {
            embeddings[token * Width] = token > 256 && _random.Next(endsAfter) == 0 ? 6 : -6;
            output[token * Width] = 0;
        }

        var end = output.AsSpan((tokens - 1) * Width, Width);
        end.Clear();
        end[0] = 4;
    }

    private void WriteFile(string path)
    {
        using var header = new GgufFile();
        header.Text("general.architecture", "llama").Text("general.name", "tiny");
        foreach (var (key, value) in ((string, int)[])[
            ("context_length", ContextTokens), ("embedding_length", Width), ("block_count", 1), ("feed_forward_length", Width),
            ("attention.head_count", Heads), ("attention.head_count_kv", Heads), ("rope.dimension_count", Width / Heads), ("vocab_size", Vocabulary.Tokens.Count)])
            header.Raw($"llama.{key}", 4, w => w.Write((uint)value));
        header.Raw("llama.attention.layer_norm_rms_epsilon", 6, w => w.Write(1e-5f)).Raw("llama.rope.freq_base", 6, w => w.Write(10_000f));
        header.Vocabulary(Vocabulary).Raw("tokenizer.ggml.eos_token_id", 4, w => w.Write((uint)Vocabulary.Tokens.Count - 1));
        header.Text("tokenizer.chat_template", ChatTemplate);

        GgufWeights.Write(path, header, _tensors);
    }

    private void Add(string name, int[] sizes, float[] values) => _tensors.Add((name, sizes, values));

    private static float[] Ones() => [.. Enumerable.Repeat(1f, Width)];

    private float[] Random(int count, float scale)
    {
        var values = new float[count];
        // A sum of four is near enough to normal.
        for (var i = 0; i < count; i++)
            values[i] = scale * (float)(_random.NextDouble() + _random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 2);
        return values;
    }
}
