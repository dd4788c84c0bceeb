namespace Haystack.Tokenization;

/// <summary>
/// Remembers the tokens of recent short pieces: natural text repeats its words. A direct-mapped table of
/// immutable entries, so it needs no lock and its memory is bounded.
/// </summary>
internal sealed class PieceCache
{
    private const int LongestPiece = 40;
    private readonly Entry?[] _entries = new Entry?[1 << 16];

    /// <summary>The tokens of <paramref name="piece"/> if they are remembered, else null.</summary>
    public int[]? Find(ReadOnlySpan<char> piece)
    {
        if (piece.Length > LongestPiece)
            return null;
        var entry = _entries[Slot(piece)];
        return entry is not null && piece.SequenceEqual(entry.Piece) ? entry.Ids : null;
    }

    /// <summary>Remembers, in place of whatever stood in its slot.</summary>
    public void Store(ReadOnlySpan<char> piece, ReadOnlySpan<int> ids)
    {
        if (piece.Length <= LongestPiece)
            _entries[Slot(piece)] = new Entry(piece.ToString(), ids.ToArray());
    }

    private int Slot(ReadOnlySpan<char> piece) => string.GetHashCode(piece) & (_entries.Length - 1);

    private sealed record Entry(string Piece, int[] Ids);
}
