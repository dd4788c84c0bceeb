using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>What the tokens that were read left behind in each layer, in half precision; only what the heads in use need.</summary>
internal sealed class KeyValueCache
{
    private const int First = 256;

    private readonly int[] _rows;
    private readonly float[][] _keys;
    private readonly float[][] _values;
    private readonly int[] _counts;

    public KeyValueCache(IReadOnlyList<EvaluatedLayer> layers)
    {
        _rows = [.. layers.Select(l => l.Heads.Count * HeadSize)];
        _counts = new int[layers.Count];
        _keys = [.. _rows.Select(r => new float[First * r])];
        _values = [.. _rows.Select(r => new float[First * r])];
    }

    /// <summary>Makes room for a token's, to be filled.</summary>
    public (Memory<float> Key, Memory<float> Value) Add(int layer)
    {
        var at = _counts[layer]++ * _rows[layer];
        if (at + _rows[layer] > _keys[layer].Length)
        {
            Array.Resize(ref _keys[layer], 2 * _keys[layer].Length);
            Array.Resize(ref _values[layer], 2 * _values[layer].Length);
        }

        return (_keys[layer].AsMemory(at, _rows[layer]), _values[layer].AsMemory(at, _rows[layer]));
    }

    /// <summary>The key of a token, of the layer's used head number <paramref name="head"/>.</summary>
    public ReadOnlySpan<float> Key(int layer, int token, int head) => _keys[layer].AsSpan(token * _rows[layer] + head * HeadSize, HeadSize);

    /// <summary>The value of a token.</summary>
    public ReadOnlySpan<float> Value(int layer, int token, int head) => _values[layer].AsSpan(token * _rows[layer] + head * HeadSize, HeadSize);

    /// <summary>Forgets all tokens from this one on.</summary>
    public void Cut(int tokens) => Array.Fill(_counts, tokens);
}
