using Haystack.Corpora;

namespace Haystack.Documents;

/// <summary>A counted corpus, indexed so that stretches of an exact number of tokens can be cut from it. Thread-safe.</summary>
internal sealed class Filler
{
    /// <summary>Units longer than this are read in order but never used to close a stretch.</summary>
    private const int LongestCloser = 256;

    /// <summary>A stretch of fewer tokens is no sentence in any text, and hard to join on both sides.</summary>
    private const int LeastStretch = 8;

    /// <summary>So many units of one length are enough for a document not to run out of them.</summary>
    private const int ManyUnits = 32;

    /// <summary>A single length below the minimum stretch can be met where there are so many ways to.</summary>
    private const int FewestWays = 6;

    /// <summary>How many lengths in a row must be closable from the minimum stretch on.</summary>
    private const int ClosableRun = 96;

    private readonly int[] _unitStarts;
    private readonly int[] _cumulativeTokens;
    private readonly int[][] _unitsByTokens;
    private readonly int[][] _endingUnitsByTokens;
    private readonly bool[] _ends;

    /// <summary>Indexes a corpus.</summary>
    /// <exception cref="HaystackException">Its sentences are too few or too alike to close stretches exactly.</exception>
    public Filler(CountedCorpus corpus)
    {
        Corpus = corpus;
        // As arrays: the searches below are the inner loop of making documents.
        _unitStarts = [.. corpus.UnitStarts];
        _cumulativeTokens = [.. corpus.CumulativeTokens];
        _ends = LegibleEnds.Of(corpus.Corpus, _unitStarts);
        EndsEverywhere = Array.TrueForAll(_ends, ends => ends);
        var byTokens = new List<int>[LongestCloser + 1];
        for (var unit = 0; unit < UnitCount; unit++)
        {
            var tokens = TokensOf(unit, unit + 1);
            if (tokens <= LongestCloser)
                (byTokens[tokens] ??= []).Add(unit);
        }

        _unitsByTokens = [.. byTokens.Select(units => units?.ToArray() ?? [])];
        _endingUnitsByTokens = EndsEverywhere ? _unitsByTokens : [.. _unitsByTokens.Select(units => Array.FindAll(units, unit => _ends[unit]))];
        (MinimumStretch, Gaps) = FindMinimumStretch();
        Openers = [.. Enumerable.Range(0, UnitCount).Where(OpensParagraph)];
    }

    /// <summary>The corpus.</summary>
    public CountedCorpus Corpus { get; }

    /// <summary>How many units there are.</summary>
    public int UnitCount => _unitStarts.Length - 1;

    /// <summary>Tokens of the whole corpus.</summary>
    public int TotalTokens => _cumulativeTokens[^1];

    /// <summary>From this many tokens on, every stretch can be met exactly.</summary>
    public int MinimumStretch { get; }

    /// <summary>How gaps are closed where two units are not enough; null in nearly every corpus, where they are.</summary>
    public GapTable? Gaps { get; }

    /// <summary>The units that open a paragraph: where a document may begin.</summary>
    public IReadOnlyList<int> Openers { get; }

    /// <summary>Whether every unit ends where a sentence of another text may follow on the same line.</summary>
    public bool EndsEverywhere { get; }

    /// <summary>Whether a sentence of another text may follow a unit on the same line (<see cref="LegibleEnds"/>).</summary>
    public bool Ends(int unit) => _ends[unit];

    /// <summary>The units of exactly <paramref name="tokens"/> tokens that end so.</summary>
    public ReadOnlySpan<int> EndingUnitsOf(int tokens) =>
        tokens > 0 && tokens < _endingUnitsByTokens.Length ? _endingUnitsByTokens[tokens] : [];

    /// <summary>The units of exactly <paramref name="tokens"/> tokens.</summary>
    public ReadOnlySpan<int> UnitsOf(int tokens) =>
        tokens > 0 && tokens < _unitsByTokens.Length ? _unitsByTokens[tokens] : [];

    /// <summary>Tokens of units [<paramref name="first"/>, <paramref name="end"/>).</summary>
    public int TokensOf(int first, int end) => _cumulativeTokens[end] - _cumulativeTokens[first];

    /// <summary>Units [<paramref name="first"/>, <paramref name="end"/>) as a slice.</summary>
    public TextSlice Slice(int first, int end) => new(
        Corpus.Corpus.Text, _unitStarts[first], _unitStarts[end] - _unitStarts[first], first, end - first);

    /// <summary>The largest e such that units [<paramref name="first"/>, e) have at most <paramref name="tokens"/> tokens.</summary>
    public int EndWithin(int first, int tokens)
    {
        var limit = (long)_cumulativeTokens[first] + tokens;
        var (low, high) = (first, UnitCount);
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (_cumulativeTokens[middle] <= limit)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>Whether stretches of so many tokens can be met exactly, with units to choose from.</summary>
    public bool CanMeet(int tokens)
    {
        if (tokens >= MinimumStretch)
            return true;
        if (tokens < LeastStretch)
            return false;
        var ways = UnitsOf(tokens).Length;
        for (var a = 1; 2 * a <= tokens; a++)
            ways += 2 * a == tokens ? UnitsOf(a).Length / 2 : Math.Min(UnitsOf(a).Length, UnitsOf(tokens - a).Length);
        return ways >= FewestWays;
    }

    private bool OpensParagraph(int unit)
    {
        var start = _unitStarts[unit];
        return Corpus.Corpus.Text.AsSpan(start).StartsWith(" \n\n", StringComparison.Ordinal);
    }

    /// <summary>
    /// The least length from which on every stretch can be met with units to choose from: a document closes dozens of
    /// stretches, and uses no unit twice. Small corpora have to do with fewer.
    /// </summary>
    private (int MinimumStretch, GapTable? Gaps) FindMinimumStretch()
    {
        if ((FirstClosable(ManyUnits) ?? FirstClosable(2) ?? FirstClosable(1)) is { } first)
            return (first, null);
        var gaps = new GapTable([.. Enumerable.Range(1, LongestCloser).Where(l => _unitsByTokens[l].Length >= ManyUnits)]);
        return gaps.FirstAlwaysFilled(LeastStretch) is { } filled ? (filled, gaps) : throw new HaystackException(
            $"corpus '{Corpus.Corpus.Name}' has too few or too uniform sentences ({UnitCount} usable ones) to close stretches at an exact number of tokens: use a longer or more varied text");
    }

    private int? FirstClosable(int leastUnits)
    {
        var closable = new bool[2 * LongestCloser + 1];
        for (var a = 1; a <= LongestCloser; a++)
        {
            if (_unitsByTokens[a].Length < leastUnits)
                continue;
            closable[a] = true;
            for (var b = a; b <= LongestCloser; b++)
                closable[a + b] |= _unitsByTokens[b].Length >= (a == b ? Math.Max(2, leastUnits) : leastUnits);
        }

        var run = 0;
        for (var n = LeastStretch; n < closable.Length; n++)
        {
            run = closable[n] ? run + 1 : 0;
            if (run == ClosableRun)
                return n - ClosableRun + 1;
        }

        return null;
    }
}
