namespace Haystack.Tokenization;

/// <summary>
/// Which pairs of neighbouring tokens merge, in what order, into what: an open-addressing table on three flat
/// arrays, so that a cached vocabulary is read, not rebuilt. Immutable once filled.
/// </summary>
internal sealed class MergeTable
{
    private readonly ulong[] _keys;
    private readonly int[] _ranks;
    private readonly int[] _merged;
    private readonly int _shift;

    /// <summary>An empty table for at most <paramref name="pairs"/> pairs.</summary>
    public MergeTable(int pairs)
    {
        // At most three slots in four are taken: look-ups stay short, and the table is read from the cache in little time.
        var bits = Math.Max(4, 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)pairs * 4 / 3));
        _shift = 64 - bits;
        _keys = new ulong[1 << bits];
        _ranks = new int[1 << bits];
        _merged = new int[1 << bits];
    }

    /// <summary>A table on arrays that <see cref="Keys"/>, <see cref="Ranks"/> and <see cref="Merged"/> gave earlier.</summary>
    public MergeTable(ulong[] keys, int[] ranks, int[] merged)
    {
        if (keys.Length < 16 || !System.Numerics.BitOperations.IsPow2(keys.Length) || ranks.Length != keys.Length || merged.Length != keys.Length)
            throw new InvalidDataException("not a merge table");
        (_keys, _ranks, _merged) = (keys, ranks, merged);
        _shift = 64 - System.Numerics.BitOperations.Log2((uint)keys.Length);
    }

    /// <summary>Slots: the pair plus one, or 0 for an empty slot.</summary>
    public ReadOnlySpan<ulong> Keys => _keys;

    /// <summary>The rank of each slot's pair: the lowest merges first.</summary>
    public ReadOnlySpan<int> Ranks => _ranks;

    /// <summary>The token that each slot's pair becomes.</summary>
    public ReadOnlySpan<int> Merged => _merged;

    /// <summary>Adds a pair; the first rank that a pair was given stays.</summary>
    public void Add(int left, int right, int rank, int merged)
    {
        var slot = Slot(left, right, out var key);
        if (_keys[slot] != 0)
            return;
        _keys[slot] = key;
        _ranks[slot] = rank;
        _merged[slot] = merged;
    }

    /// <summary>Whether the pair merges; <paramref name="rank"/> is <see cref="int.MaxValue"/> if not.</summary>
    public bool TryFind(int left, int right, out int rank, out int merged)
    {
        var slot = Slot(left, right, out _);
        if (_keys[slot] == 0)
        {
            (rank, merged) = (int.MaxValue, -1);
            return false;
        }

        (rank, merged) = (_ranks[slot], _merged[slot]);
        return true;
    }

    private int Slot(int left, int right, out ulong key)
    {
        key = (((ulong)(uint)left << 32) | (uint)right) + 1;
        var slot = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_keys[slot] != 0 && _keys[slot] != key)
            slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }
}
