namespace Haystack.Documents;

/// <summary>
/// Which gaps a few lengths of sentences fill exactly, and with how few sentences: for corpora in which two sentences
/// are not enough, such as <c>noise</c>, whose sentences have three lengths in most vocabularies.
/// </summary>
internal sealed class GapTable
{
    /// <summary>Gaps of more tokens are never asked about.</summary>
    private const int LargestGap = 1024;

    private const ushort Never = ushort.MaxValue;

    private readonly ushort[] _fewest = new ushort[LargestGap + 1];
    private readonly IReadOnlyList<int>[] _firsts = new IReadOnlyList<int>[LargestGap + 1];

    /// <param name="lengths">The lengths to fill with, in tokens, each there as often as it is needed.</param>
    public GapTable(IReadOnlyList<int> lengths)
    {
        _firsts[0] = [];
        for (var gap = 1; gap <= LargestGap; gap++)
        {
            var fewest = lengths.Where(l => l <= gap).Select(l => _fewest[gap - l]).DefaultIfEmpty(Never).Min();
            _fewest[gap] = fewest == Never ? Never : (ushort)(fewest + 1);
            _firsts[gap] = fewest == Never ? [] : [.. lengths.Where(l => l <= gap && _fewest[gap - l] == fewest)];
        }
    }

    /// <summary>The lengths with which a filling of <paramref name="gap"/> tokens by the fewest sentences can begin; none where it cannot be filled.</summary>
    public IReadOnlyList<int> FirstOf(int gap) => gap <= LargestGap ? _firsts[gap] : [];

    /// <summary>The least gap of at least <paramref name="least"/> tokens from which on every one can be filled; null where there is none.</summary>
    public int? FirstAlwaysFilled(int least)
    {
        // Lengths with a common divisor leave gaps up to the table's end; so may lengths that are too large for it.
        var last = Array.FindLastIndex(_fewest, f => f == Never);
        return last > LargestGap / 2 ? null : Math.Max(least, last + 1);
    }
}
