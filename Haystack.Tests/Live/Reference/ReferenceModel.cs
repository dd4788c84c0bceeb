using Haystack.Tests.Tokenization;
using static Haystack.Tests.Live.Reference.ReferenceLayout;

namespace Haystack.Tests.Live.Reference;

/// <summary>
/// A llama of three layers whose weights are set and not trained: it answers questions of the family <c>link</c> with two hops, and
/// says that the text does not say where it does not. It reads with attention and keeps a KV cache as any model does, so a real
/// engine's answers can be right or wrong.
/// <list type="number">
/// <item>Heads look exactly one, two and three tokens back; gates then put a fact's subject and object where its last name stands.</item>
/// <item>The answer's first token looks for the fact whose subject is the name that was asked about, and takes its object.</item>
/// <item>The same from there; where there is no such fact, the prompt's first token is found. A gate takes one hop or both.</item>
/// </list>
/// </summary>
internal sealed class ReferenceModel
{
    public const int ContextTokens = 64 * 1024;

    public const int Layers = 3;

    /// <summary>Bytes of one token's keys in one layer, in half precision.</summary>
    public const int KeyBytes = Heads * HeadSize * 2;

    private const int Heads = 3, HeadSize = 96, Hidden = 4 * Code;
    private const double RopeBase = 1e32;

    /// <summary>Pairs of a head that turn with the position, from the first on; behind these none does that is to be seen.</summary>
    private const int Turning = 6, Still = 24, Gate = Still + Code + 2;

    /// <summary>How sharply a name is told from all others, and how near to a name the first token of the prompt is.</summary>
    private const double Sharpness = 120, Threshold = 0.75;

    private const double Place = 60, Switch = 30, Loud = 40;

    private readonly ReferenceVocabulary _vocabulary;
    private readonly IReadOnlyList<double[]> _codes;
    private readonly List<WeightMatrix> _tensors = [];

    private ReferenceModel(ReferenceVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        // The last is no name: it says that there is nothing.
        _codes = NameCodes.Of(vocabulary.Names.Count + 1, Code, new Seed(1).Derive("reference"));
    }

    /// <summary>Writes one.</summary>
    public static void Write(string path, ReferenceVocabulary vocabulary)
    {
        var model = new ReferenceModel(vocabulary);
        model.Compose();
        using var header = new GgufFile();
        header.Text("general.architecture", "llama").Text("general.name", "reference");
        foreach (var (key, value) in ((string, int)[])[
            ("context_length", ContextTokens), ("embedding_length", Width), ("block_count", Layers), ("feed_forward_length", Hidden),
            ("attention.head_count", Heads), ("attention.head_count_kv", Heads), ("attention.key_length", HeadSize), ("attention.value_length", HeadSize),
            ("rope.dimension_count", HeadSize), ("vocab_size", vocabulary.Tokens.Tokens.Count)])
            header.Raw($"llama.{key}", 4, w => w.Write((uint)value));
        header.Raw("llama.attention.layer_norm_rms_epsilon", 6, w => w.Write(1e-6f)).Raw("llama.rope.freq_base", 6, w => w.Write((float)RopeBase));
        header.Vocabulary(vocabulary.Tokens).Raw("tokenizer.ggml.eos_token_id", 4, w => w.Write((uint)vocabulary.End));
        header.Text("tokenizer.chat_template", "{{ '<|im_start|>' }}{% for message in messages %}{{ message['content'] }}{% endfor %}");
        GgufWeights.Write(path, header, [.. model._tensors.Select(t => (t.Name, t.Sizes, t.Values))]);
    }

    private void Compose()
    {
        Embed();
        for (var layer = 0; layer < Layers; layer++)
        {
            var (q, k, v, o) = Attention(layer);
            var (gate, up, down) = Gates(layer);
            if (layer == 0)
            {
                LookBack(q, k, v, o);
                FindFacts(gate, up, down);
                continue;
            }

            // Lengths so far: of the answer's first token with what it has looked up, and of a fact's last name.
            Hop(q, k, v, o, layer == 1 ? (Before, Found1) : (Found1, Found2), asking: Length + 1 + layer, told: Length + 3 + layer);
            if (layer == 2)
                Choose(gate, up, down);
        }

        Add("output_norm.weight", Width).Fill(1);
        Speak();
    }

    private void Embed()
    {
        var embeddings = Add("token_embd.weight", Width, _vocabulary.Tokens.Tokens.Count);
        var lengths = new double[_vocabulary.Tokens.Tokens.Count];
        foreach (var (id, role, name) in _vocabulary.Roles())
        {
            if (FlagOf(role) is { } flag)
                Put(id, flag, 1);
            for (var i = 0; i < Code && role is TokenRole.Name or TokenRole.Sink; i++)
                Put(id, (role == TokenRole.Name ? Own : Objects) + i, _codes[role == TokenRole.Name ? name : ^1][i]);
        }

        for (var id = 0; id < lengths.Length; id++)
        {
            embeddings[id, Always] = Constant;
            embeddings[id, Padding] = Math.Sqrt(Length - Constant * Constant - lengths[id]);
        }

        void Put(int id, int at, double value)
        {
            embeddings[id, at] = value;
            lengths[id] += value * value;
        }
    }

    private static int? FlagOf(TokenRole role) => role switch
    {
        TokenRole.Sink => IsSink,
        TokenRole.Name => IsName,
        TokenRole.Forward => IsForward,
        TokenRole.Backward => IsBackward,
        TokenRole.AsksForBoth => IsBoth,
        TokenRole.AsksForOne => IsOne,
        TokenRole.Tail => IsTail,
        TokenRole.Answer => IsAnswer,
        _ => null,
    };

    /// <summary>Head 0 looks one token back, head 1 two, head 2 three: the pairs that turn agree at that place and nowhere else.</summary>
    private static void LookBack(WeightMatrix q, WeightMatrix k, WeightMatrix v, WeightMatrix o)
    {
        var weight = Math.Sqrt(Place * Math.Sqrt(HeadSize)) / (Scale(Length) * Constant);
        for (var head = 0; head < Heads; head++)
        {
            for (var pair = 0; pair < Turning; pair++)
            {
                var (at, angle) = (head * HeadSize + 2 * pair, (head + 1) * Math.Pow(RopeBase, -2.0 * pair / HeadSize));
                q[at, Always] = weight * Math.Cos(angle);
                q[at + 1, Always] = -weight * Math.Sin(angle);
                k[at, Always] = weight;
            }
        }

        (int Head, int From, int To, int Count)[] carried =
        [
            (0, IsForward, WasForward, 1), (0, IsBackward, WasBackward, 1), (0, IsAnswer, WasAnswer, 1),
            (1, Own, Before, Code), (2, IsBoth, AskedForBoth, 1), (2, IsOne, AskedForOne, 1),
        ];
        var room = 0;
        foreach (var (head, from, to, count) in carried)
        {
            v.Copy(head * HeadSize + room % HeadSize, from, count, 1 / Scale(Length));
            o.Copy(to, head * HeadSize + room % HeadSize, count, 1);
            room += count;
        }
    }

    /// <summary>Where a name stands behind the middle of a fact, subject and object are put in their places.</summary>
    private static void FindFacts(WeightMatrix gate, WeightMatrix up, WeightMatrix down)
    {
        Gated(gate, up, down, 0, IsName, WasForward, Before, Subjects, Length + 2);
        Gated(gate, up, down, Code, IsName, WasForward, Own, Objects, Length + 2);
        Gated(gate, up, down, 2 * Code, IsName, WasBackward, Own, Subjects, Length + 2);
        Gated(gate, up, down, 3 * Code, IsName, WasBackward, Before, Objects, Length + 2);
    }

    private static void Choose(WeightMatrix gate, WeightMatrix up, WeightMatrix down)
    {
        Gated(gate, up, down, 0, IsAnswer, AskedForBoth, Found2, Own, Length + 4);
        Gated(gate, up, down, Code, IsAnswer, AskedForOne, Found1, Own, Length + 4);
    }

    /// <summary>Copies a name where both flags are set.</summary>
    private static void Gated(WeightMatrix gate, WeightMatrix up, WeightMatrix down, int unit, int one, int two, int from, int to, double length)
    {
        for (var i = 0; i < Code; i++)
        {
            gate[unit + i, one] = gate[unit + i, two] = Switch / Scale(length);
            gate[unit + i, Always] = -1.5 * Switch / (Constant * Scale(length));
            up[unit + i, from + i] = 1 / Scale(length);
            down[to + i, unit + i] = 1 / (0.5 * Switch);
        }
    }

    /// <summary>From the name in one place to the object of the fact whose subject it is.</summary>
    private static void Hop(WeightMatrix q, WeightMatrix k, WeightMatrix v, WeightMatrix o, (int From, int To) names, double asking, double told)
    {
        var (match, sink) = (Math.Sqrt(Sharpness * Math.Sqrt(HeadSize)), Math.Sqrt(Threshold * Sharpness * Math.Sqrt(HeadSize)));
        q.Copy(Still, names.From, Code, match / Scale(asking));
        k.Copy(Still, Subjects, Code, match / Scale(told));
        q[Gate, Always] = sink / (Scale(asking) * Constant);
        k[Gate, IsSink] = sink / Scale(Length);
        v.Copy(0, Objects, Code, 1 / Scale(told));
        o.Copy(names.To, 0, Code, 1);
    }

    private void Speak()
    {
        var output = Add("output.weight", Width, _vocabulary.Tokens.Tokens.Count);
        var scale = Loud / Scale(Length + 5);
        foreach (var (id, role, name) in _vocabulary.Roles())
        {
            switch (role)
            {
                case TokenRole.Name when _vocabulary.IsSpaced(id):
                case TokenRole.Nothing:
                    for (var i = 0; i < Code; i++)
                        output[id, Own + i] = scale * _codes[role == TokenRole.Name ? name : ^1][i];
                    break;
                case TokenRole.Answer:
                    output[id, IsTail] = 2 * scale;
                    break;
                case TokenRole.End:
                    output[id, WasAnswer] = 2 * scale;
                    output[id, Always] = 0.1 * scale;
                    break;
            }
        }
    }

    /// <summary>What the norm in front of a layer makes of one, where a token has such a squared length.</summary>
    private static double Scale(double length) => Math.Sqrt(Width / length);

    private (WeightMatrix Q, WeightMatrix K, WeightMatrix V, WeightMatrix Output) Attention(int layer)
    {
        Add($"blk.{layer}.attn_norm.weight", Width).Fill(1);
        return (Add($"blk.{layer}.attn_q.weight", Width, Heads * HeadSize), Add($"blk.{layer}.attn_k.weight", Width, Heads * HeadSize),
            Add($"blk.{layer}.attn_v.weight", Width, Heads * HeadSize), Add($"blk.{layer}.attn_output.weight", Heads * HeadSize, Width));
    }

    private (WeightMatrix Gate, WeightMatrix Up, WeightMatrix Down) Gates(int layer)
    {
        Add($"blk.{layer}.ffn_norm.weight", Width).Fill(1);
        return (Add($"blk.{layer}.ffn_gate.weight", Width, Hidden), Add($"blk.{layer}.ffn_up.weight", Width, Hidden), Add($"blk.{layer}.ffn_down.weight", Hidden, Width));
    }

    private WeightMatrix Add(string name, int inputs, int outputs = 1)
    {
        var matrix = new WeightMatrix(name, inputs, outputs);
        _tensors.Add(matrix);
        return matrix;
    }
}
