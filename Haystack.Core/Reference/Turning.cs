using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>How far each pair of a head is turned at a position, with the roundings of llama.cpp. Safe for concurrent use.</summary>
internal sealed class Turning(double rotationBase)
{
    private readonly float _turn = MathF.Pow((float)rotationBase, -2f / HeadSize);
    private readonly Lock _lock = new();
    private volatile float[][] _tables = [];

    /// <summary>Turns a head in place.</summary>
    public void Apply(Span<float> head, int position)
    {
        var table = _tables is var tables && position < tables.Length ? tables[position] : Grow(position);
        for (var i = 0; i < HeadSize; i += 2)
        {
            var (a, b, cosine, sine) = (head[i], head[i + 1], table[i], table[i + 1]);
            head[i] = a * cosine - b * sine;
            head[i + 1] = a * sine + b * cosine;
        }
    }

    private float[] Grow(int position)
    {
        lock (_lock)
        {
            var tables = _tables;
            if (position >= tables.Length)
            {
                var from = tables.Length;
                Array.Resize(ref tables, Math.Max(position + 1, 2 * from));
                for (var i = from; i < tables.Length; i++)
                    tables[i] = Table(i);
                _tables = tables;
            }

            return tables[position];
        }
    }

    private float[] Table(int position)
    {
        var table = new float[HeadSize];
        var angle = (float)position;
        for (var i = 0; i < HeadSize; i += 2)
        {
            (table[i + 1], table[i]) = MathF.SinCos(angle);
            angle *= _turn;
        }

        return table;
    }
}
