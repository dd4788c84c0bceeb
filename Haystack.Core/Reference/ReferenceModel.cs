using Haystack.Tokenization;
using static Haystack.Reference.ReferenceLayout;
using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>A transformer of the llama architecture whose weights are set and not trained, with the vocabulary that it reads.</summary>
internal sealed class ReferenceModel
{
    /// <summary>The chat template: the messages as they stand, one behind the other.</summary>
    public const string ChatTemplate = "{% for message in messages %}{{ message['content'] }}{% endfor %}";

    private readonly Lazy<VocabularyTokenizer> _tokenizer;

    private ReferenceModel(ReferenceOptions options)
    {
        Options = options;
        Vocabulary = ReferenceVocabulary.Of(options.Hops);
        _tokenizer = new Lazy<VocabularyTokenizer>(() => VocabularyTokenizer.Create(Vocabulary.Vocabulary));
        Layout = new ReferenceLayout(options.Hops);
        Tensors = new ReferenceWeights(options, Vocabulary, Layout).Compose();
    }

    /// <summary>What it is made for.</summary>
    public ReferenceOptions Options { get; }

    /// <summary>What it reads.</summary>
    public ReferenceVocabulary Vocabulary { get; }

    /// <summary>Counts with it.</summary>
    public VocabularyTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>What the numbers between its layers mean.</summary>
    public ReferenceLayout Layout { get; }

    /// <summary>Its weights, in the order of the file.</summary>
    public IReadOnlyList<WeightMatrix> Tensors { get; }

    /// <summary>Layers: one that finds the facts, one for each link.</summary>
    public int Layers => Options.Hops + 1;

    /// <summary>Numbers inside a layer's feed-forward part.</summary>
    public static int Hidden(int hops) => (Math.Max(2 * (Code + Name + 1), (hops + 3) * Code) + 31) / 32 * 32;

    /// <summary>Composes one.</summary>
    /// <exception cref="HaystackException">An option is out of its range.</exception>
    public static ReferenceModel Compose(ReferenceOptions options) => new(options.Checked());

    /// <summary>Writes it as a GGUF file.</summary>
    public void WriteGguf(Stream stream) => Header("llama").Write(stream, [.. Tensors.Select(t => t.ToTensor())]);

    /// <summary>Everything before the tensors.</summary>
    /// <param name="architecture">What an engine takes it for: a llama, or what computes as a llama does.</param>
    internal GgufWriter Header(string architecture)
    {
        var file = new GgufWriter().Add("general.architecture", architecture).Add("general.name", Options.Name)
            .Add("general.description", "Weights set by construction, not trained: see docs/reference-model.md of Haystack")
            .Add("general.file_type", 1);
        foreach (var (key, value) in ((string, int)[])[
            ("context_length", Options.ContextTokens), ("embedding_length", Layout.Width), ("block_count", Layers), ("feed_forward_length", Hidden(Options.Hops)),
            ("attention.head_count", Heads), ("attention.head_count_kv", Heads), ("attention.key_length", HeadSize), ("attention.value_length", HeadSize),
            ("rope.dimension_count", HeadSize), ("vocab_size", Vocabulary.Tokens.Count)])
            file.Add($"{architecture}.{key}", value);
        file.Add($"{architecture}.attention.layer_norm_rms_epsilon", Epsilon).Add($"{architecture}.rope.freq_base", (float)Rotation(Options.Recency).Base);
        return file.Add("tokenizer.ggml.model", Vocabulary.Vocabulary.Kind).Add("tokenizer.ggml.tokens", Vocabulary.Vocabulary.Tokens)
            .Add("tokenizer.ggml.token_type", Vocabulary.Vocabulary.TokenTypes!).Add("tokenizer.ggml.eos_token_id", Vocabulary.End)
            .Add("tokenizer.ggml.add_bos_token", false).Add("tokenizer.chat_template", ChatTemplate);
    }
}
