using System.Numerics.Tensors;
using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>
/// Runs the reference model in plain code: the forward pass of a llama, rounded to half precision where llama.cpp rounds.
/// Safe for concurrent use; each text is a <see cref="ReferenceReading"/> of its own.
/// </summary>
/// <remarks>
/// The first layer looks at most three tokens back. In the further ones only an answer's first token looks anywhere but at itself,
/// and finds nothing but facts and its own kind; what else there is has a weight below e⁻³⁰. So nothing else is worked out, and
/// reading costs next to nothing: thousands of documents are a matter of a minute. With <c>showsAll</c> every token looks at all
/// before it, as in a server; the tests hold the two against each other.
/// </remarks>
internal sealed class ReferenceEvaluator
{
    // A token and the three before it.
    private const int Near = 4;

    private readonly float[] _embeddings;
    private readonly float[] _spoken;
    private readonly float[] _outputNorm;
    private readonly int[] _said;
    private readonly bool _showsAll;
    private readonly Turning _turning;
    private readonly SpokenCodes _codes;

    public ReferenceEvaluator(ReferenceModel model, bool showsAll = false)
    {
        Model = model;
        _showsAll = showsAll;
        var tensors = model.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        _embeddings = [.. tensors["token_embd.weight"].Values];
        InHalves(_embeddings);
        _outputNorm = tensors["output_norm.weight"].Values;
        _said = [.. Enumerable.Range(0, _outputNorm.Length).Where(i => _outputNorm[i] != 0)];
        _spoken = new float[model.Vocabulary.Tokens.Count * _said.Length];
        for (var i = 0; i < _spoken.Length; i++)
            _spoken[i] = _embeddings[i / _said.Length * Width + _said[i % _said.Length]];
        _codes = new SpokenCodes(model.Vocabulary);
        Layers = [.. Enumerable.Range(0, model.Layers).Select(l => new EvaluatedLayer(tensors, l))];
        _turning = new Turning(Rotation(model.Options.Recency).Base);
    }

    /// <summary>What it runs.</summary>
    public ReferenceModel Model { get; }

    internal IReadOnlyList<EvaluatedLayer> Layers { get; }

    private int Width => Model.Layout.Width;

    /// <summary>Begins to read.</summary>
    public ReferenceReading Start() => new(this);

    /// <summary>Takes note of the last of <paramref name="tokens"/>; what it leaves behind for those after it is added to <paramref name="cache"/>.</summary>
    /// <returns>What comes out of the last layer; null where nobody needed to know.</returns>
    internal float[]? Step(IReadOnlyList<int> tokens, KeyValueCache cache)
    {
        var role = RoleOf(tokens, 1);
        var isFact = role == TokenRole.Name && RoleOf(tokens, 2) is TokenRole.Forward or TokenRole.Backward;
        return _showsAll || isFact || role == TokenRole.Answer ? Compute(tokens, cache) : null;
    }

    /// <summary>The last of <paramref name="tokens"/> through all layers.</summary>
    internal float[] State(IReadOnlyList<int> tokens, KeyValueCache cache)
    {
        var state = Compute(tokens, cache);
        cache.Cut(tokens.Count - 1);
        return state;
    }

    /// <summary>The token with the largest logit.</summary>
    internal int Likeliest(float[] state)
    {
        var normed = new float[Width];
        Norm(state, _outputNorm, normed);
        return _codes.Find(normed) ?? TensorPrimitives.IndexOfMax(Logits(state));
    }

    /// <summary>The logit of every token to come.</summary>
    internal float[] Logits(float[] state)
    {
        var normed = new float[Width];
        Norm(state, _outputNorm, normed);
        InHalves(normed);
        float[] said = [.. _said.Select(i => normed[i])];
        var logits = new float[Model.Vocabulary.Tokens.Count];
        for (var id = 0; id < logits.Length; id++)
            logits[id] = TensorPrimitives.Dot(said, _spoken.AsSpan(id * said.Length, said.Length));
        return logits;
    }

    private TokenRole RoleOf(IReadOnlyList<int> tokens, int back) => tokens.Count < back ? TokenRole.None : Model.Vocabulary.Tokens[tokens[^back]].Role;

    private float[] Compute(IReadOnlyList<int> tokens, KeyValueCache cache)
    {
        var position = tokens.Count - 1;
        var x = Embedding(tokens[position]);
        var looksFar = _showsAll || RoleOf(tokens, 1) == TokenRole.Answer;
        var (normed, heads, query) = (new float[Width], new float[Heads * HeadSize], new float[Heads * HeadSize]);
        var (gate, up, added) = (new float[Layers[0].Gate.Outputs], new float[Layers[0].Gate.Outputs], new float[Width]);
        for (var l = 0; l < Layers.Count; l++)
        {
            var layer = Layers[l];
            Norm(x, layer.AttentionNorm, normed);
            layer.Query.Multiply(normed, query);
            // Nobody but the token itself is shown what the first layer keeps of the others.
            var seen = l > 0 || _showsAll ? cache : Around(tokens);
            Leave(seen, l, position, normed);
            Array.Clear(heads);
            for (var i = 0; i < layer.Heads.Count; i++)
            {
                var asked = query.AsSpan(layer.Heads[i] * HeadSize, HeadSize);
                _turning.Apply(asked, position);
                InHalves(asked);
                Attend(seen, l, i, l == 0 || looksFar ? 0 : seen.Count(l) - 1, asked, heads.AsSpan(layer.Heads[i] * HeadSize, HeadSize));
            }

            layer.Output.Multiply(heads, added);
            TensorPrimitives.Add(x, added, x);
            Norm(x, layer.FeedForwardNorm, normed);
            layer.Gate.Multiply(normed, gate);
            layer.Up.Multiply(normed, up);
            for (var i = 0; i < gate.Length; i++)
                gate[i] = gate[i] / (1 + MathF.Exp(-gate[i])) * up[i];
            layer.Down.Multiply(gate, added);
            TensorPrimitives.Add(x, added, x);
        }

        return x;
    }

    private float[] Embedding(int token) => _embeddings.AsSpan(token * Width, Width).ToArray();

    /// <summary>What the tokens just before the last one leave in the first layer.</summary>
    private KeyValueCache Around(IReadOnlyList<int> tokens)
    {
        var (around, normed) = (new KeyValueCache([Layers[0]], Near), new float[Width]);
        for (var position = Math.Max(0, tokens.Count - Near); position < tokens.Count - 1; position++)
        {
            Norm(Embedding(tokens[position]), Layers[0].AttentionNorm, normed);
            Leave(around, 0, position, normed);
        }

        return around;
    }

    /// <summary>Adds a token's key and value.</summary>
    private void Leave(KeyValueCache cache, int layer, int position, float[] normed)
    {
        var raw = new float[Heads * HeadSize];
        var (key, value) = cache.Add(layer, position);
        Layers[layer].Key.Multiply(normed, raw);
        OfHeads(Layers[layer], raw, key.Span);
        for (var at = 0; at < key.Length; at += HeadSize)
            _turning.Apply(key.Span.Slice(at, HeadSize), position);
        InHalves(key.Span);
        Layers[layer].Value.Multiply(normed, raw);
        OfHeads(Layers[layer], raw, value.Span);
        InHalves(value.Span);
    }

    private static void OfHeads(EvaluatedLayer layer, ReadOnlySpan<float> all, Span<float> used)
    {
        for (var i = 0; i < layer.Heads.Count; i++)
            all.Slice(layer.Heads[i] * HeadSize, HeadSize).CopyTo(used[(i * HeadSize)..]);
    }

    private static void Attend(KeyValueCache cache, int layer, int head, int first, ReadOnlySpan<float> query, Span<float> result)
    {
        var weights = new float[cache.Count(layer) - first];
        var scale = 1 / MathF.Sqrt(HeadSize);
        for (var i = 0; i < weights.Length; i++)
            weights[i] = scale * TensorPrimitives.Dot(query, cache.Key(layer, first + i, head));
        // The library's own does not take off the largest, and overflows.
        TensorPrimitives.Subtract(weights, TensorPrimitives.Max(weights), weights);
        TensorPrimitives.SoftMax(weights, weights);
        // As llama.cpp does on its way to the values; with flash attention it rounds the sums on the way instead.
        InHalves(weights);
        for (var i = 0; i < weights.Length; i++)
        {
            // A smaller one is nothing in single precision.
            if (weights[i] > 1e-12f)
                TensorPrimitives.MultiplyAdd(cache.Value(layer, first + i, head), weights[i], result, result);
        }
    }

    private static void Norm(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> to)
    {
        var scale = 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares(x) / x.Length + Epsilon);
        TensorPrimitives.Multiply(x, scale, to);
        TensorPrimitives.Multiply(to, weights, to);
    }

    private static void InHalves(Span<float> values)
    {
        Span<Half> halves = stackalloc Half[512];
        for (var at = 0; at < values.Length; at += halves.Length)
        {
            var part = values.Slice(at, Math.Min(halves.Length, values.Length - at));
            TensorPrimitives.ConvertToHalf(part, halves);
            TensorPrimitives.ConvertToSingle(halves[..part.Length], part);
        }
    }
}
