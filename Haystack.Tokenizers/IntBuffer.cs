using System.Buffers;

namespace Haystack.Tokenization;

/// <summary>A growing list of integers on pooled memory, for hot paths. Dispose gives the memory back.</summary>
internal sealed class IntBuffer : IDisposable
{
    private int[] _items = ArrayPool<int>.Shared.Rent(256);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The integers; valid until the next change.</summary>
    public Span<int> Span => _items.AsSpan(0, Count);

    /// <summary>Adds one.</summary>
    public void Add(int item)
    {
        if (Count == _items.Length)
            Grow(Count + 1);
        _items[Count++] = item;
    }

    /// <summary>Adds all.</summary>
    public void AddRange(ReadOnlySpan<int> items)
    {
        if (Count + items.Length > _items.Length)
            Grow(Count + items.Length);
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    /// <summary>Empties it.</summary>
    public void Clear() => Count = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_items);
        _items = [];
        Count = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<int>.Shared.Rent(Math.Max(needed, _items.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<int>.Shared.Return(_items);
        _items = larger;
    }
}
