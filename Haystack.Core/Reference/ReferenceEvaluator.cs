using System.Collections.Concurrent;
using System.Numerics.Tensors;
using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>
/// Runs the reference model in plain code: the forward pass of a llama, rounded to half precision where llama.cpp rounds.
/// Safe for concurrent use; each text is a <see cref="ReferenceReading"/> of its own.
/// </summary>
/// <remarks>
/// All tokens but an answer's first are made to look at most three tokens back, and at themselves in further layers; what stands
/// farther has a weight below e⁻³⁰. So they are not shown more, and what the same four tokens leave behind is worked out once:
/// reading is linear in length, and thousands of documents are a matter of minutes. With <c>showsAll</c> every token looks at all
/// before it, as in a server; the tests hold the two against each other.
/// </remarks>
internal sealed class ReferenceEvaluator
{
    private const int Near = 4;

    private readonly float[] _embeddings;
    private readonly float[] _spoken;
    private readonly float[] _outputNorm;
    private readonly int[] _said;
    private readonly bool _showsAll;
    private readonly Turning _turning;
    private readonly ConcurrentDictionary<(int, int, int, int), LeftBehind> _known = [];

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
        Layers = [.. Enumerable.Range(0, model.Layers).Select(l => new EvaluatedLayer(tensors, l))];
        _turning = new Turning(Rotation(model.Options.Recency).Base);
    }

    /// <summary>What it runs.</summary>
    public ReferenceModel Model { get; }

    internal IReadOnlyList<EvaluatedLayer> Layers { get; }

    private int Width => Model.Layout.Width;

    /// <summary>Begins to read.</summary>
    public ReferenceReading Start() => new(this);

    /// <summary>The last of <paramref name="tokens"/> through all layers; what it leaves behind for those after it is added to <paramref name="cache"/>.</summary>
    internal float[] Step(IReadOnlyList<int> tokens, KeyValueCache cache)
    {
        var position = tokens.Count - 1;
        if (_showsAll || position < Near || Model.Vocabulary.Tokens[tokens[^1]].Role == TokenRole.Answer)
            return Compute(tokens[^1], position, cache, 0, null);
        var key = (Kind(tokens[^4]), Kind(tokens[^3]), Kind(tokens[^2]), Kind(tokens[^1]));
        if (!_known.TryGetValue(key, out var known))
        {
            known = new LeftBehind(new float[Layers.Count][], new float[Layers.Count][], new float[Width]);
            Compute(tokens[^1], position, cache, Near, known);
            _known[key] = known;
            return known.State;
        }

        for (var l = 0; l < Layers.Count; l++)
        {
            var (toKey, toValue) = cache.Add(l);
            Turned(known.Keys[l], position, toKey.Span);
            known.Values[l].CopyTo(toValue);
        }

        return known.State;
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

    // Tokens without a part to play are all the same to the model.
    private int Kind(int token) => Model.Vocabulary.Tokens[token].Role == TokenRole.None ? -1 : token;

    private float[] Compute(int token, int position, KeyValueCache cache, int near, LeftBehind? left)
    {
        var x = _embeddings.AsSpan(token * Width, Width).ToArray();
        var (normed, heads, query, raw) = (new float[Width], new float[Heads * HeadSize], new float[Heads * HeadSize], new float[Heads * HeadSize]);
        var (gate, up, added) = (new float[Layers[0].Gate.Outputs], new float[Layers[0].Gate.Outputs], new float[Width]);
        for (var l = 0; l < Layers.Count; l++)
        {
            var layer = Layers[l];
            Norm(x, layer.AttentionNorm, normed);
            layer.Query.Multiply(normed, query);
            var (key, value) = cache.Add(l);
            layer.Key.Multiply(normed, raw);
            var unturned = OfHeads(layer, raw);
            Turned(unturned, position, key.Span);
            layer.Value.Multiply(normed, raw);
            OfHeads(layer, raw).CopyTo(value);
            InHalves(value.Span);
            if (left is not null)
                (left.Keys[l], left.Values[l]) = (unturned, value.ToArray());
            Array.Clear(heads);
            var first = near == 0 ? 0 : l == 0 ? position - near : position;
            for (var i = 0; i < layer.Heads.Count; i++)
            {
                var asked = query.AsSpan(layer.Heads[i] * HeadSize, HeadSize);
                _turning.Apply(asked, position);
                InHalves(asked);
                Attend(cache, l, i, first, position, asked, heads.AsSpan(layer.Heads[i] * HeadSize, HeadSize));
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

        if (left is not null)
            x.CopyTo(left.State.AsSpan());
        return x;
    }

    private static float[] OfHeads(EvaluatedLayer layer, float[] all) => [.. layer.Heads.SelectMany(h => all.Skip(h * HeadSize).Take(HeadSize))];

    private void Turned(ReadOnlySpan<float> key, int position, Span<float> to)
    {
        key.CopyTo(to);
        for (var at = 0; at < to.Length; at += HeadSize)
            _turning.Apply(to.Slice(at, HeadSize), position);
        InHalves(to);
    }

    private static void Attend(KeyValueCache cache, int layer, int head, int first, int last, ReadOnlySpan<float> query, Span<float> result)
    {
        var weights = new float[last - first + 1];
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
