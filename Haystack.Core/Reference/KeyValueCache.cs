using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>What tokens that were read left behind in each layer, in half precision; only what the heads in use need.</summary>
/// <param name="layers">The layers.</param>
/// <param name="room">For how many tokens there is room at first.</param>
internal sealed class KeyValueCache(IReadOnlyList<EvaluatedLayer> layers, int room = 64)
{
    private readonly int[] _rows = [.. layers.Select(l => l.Heads.Count * HeadSize)];
    private readonly List<int>[] _positions = [.. layers.Select(_ => new List<int>())];
    private readonly float[][] _keys = [.. layers.Select(l => new float[room * l.Heads.Count * HeadSize])];
    private readonly float[][] _values = [.. layers.Select(l => new float[room * l.Heads.Count * HeadSize])];

    /// <summary>How many tokens are there in a layer.</summary>
    public int Count(int layer) => _positions[layer].Count;

    /// <summary>Makes room for the next token's, to be filled.</summary>
    public (Memory<float> Key, Memory<float> Value) Add(int layer, int position)
    {
        var at = _positions[layer].Count * _rows[layer];
        _positions[layer].Add(position);
        if (at + _rows[layer] > _keys[layer].Length)
        {
            Array.Resize(ref _keys[layer], 2 * _keys[layer].Length);
            Array.Resize(ref _values[layer], 2 * _values[layer].Length);
        }

        return (_keys[layer].AsMemory(at, _rows[layer]), _values[layer].AsMemory(at, _rows[layer]));
    }

    /// <summary>The key of the token that was added as number <paramref name="index"/>, of the layer's used head number <paramref name="head"/>.</summary>
    public ReadOnlySpan<float> Key(int layer, int index, int head) => _keys[layer].AsSpan(index * _rows[layer] + head * HeadSize, HeadSize);

    /// <summary>The value of a token.</summary>
    public ReadOnlySpan<float> Value(int layer, int index, int head) => _values[layer].AsSpan(index * _rows[layer] + head * HeadSize, HeadSize);

    /// <summary>Forgets all tokens from this position on.</summary>
    public void Cut(int position)
    {
        foreach (var positions in _positions)
        {
            var kept = positions.Count;
            while (kept > 0 && positions[kept - 1] >= position)
                kept--;
            positions.RemoveRange(kept, positions.Count - kept);
        }
    }
}
