namespace Haystack.Documents;

/// <summary>Which part of a corpus a document reads, and how far it has come.</summary>
internal sealed class ReadingWindow
{
    private readonly Filler _filler;
    private readonly int _units;
    private int _start;

    /// <summary>What a document of <paramref name="documentTokens"/> tokens will read from unit <paramref name="start"/> on.</summary>
    public ReadingWindow(Filler filler, int start, int documentTokens)
    {
        (_filler, _start) = (filler, start);
        _units = CountUnits(documentTokens);
    }

    /// <summary>How many units have been read, passed over ones included.</summary>
    public int UnitsRead { get; set; }

    /// <summary>Begins once more, at unit <paramref name="start"/>, with nothing read.</summary>
    public void BeginAt(int start) => (_start, UnitsRead) = (start, 0);

    /// <summary>Whether the document reads this unit sooner or later.</summary>
    public bool Holds(int unit) => Ahead(unit) < _units;

    /// <summary>Whether it has been read.</summary>
    public bool WasRead(int unit) => Ahead(unit) < UnitsRead;

    private int CountUnits(int documentTokens)
    {
        if (documentTokens >= _filler.TotalTokens)
            return _filler.UnitCount;
        var end = _filler.EndWithin(_start, documentTokens);
        var taken = end - _start;
        if (end == _filler.UnitCount)
            taken += _filler.EndWithin(0, documentTokens - _filler.TokensOf(_start, end));
        return Math.Min(_filler.UnitCount, taken + 1);
    }

    private int Ahead(int unit) => unit >= _start ? unit - _start : unit - _start + _filler.UnitCount;
}
