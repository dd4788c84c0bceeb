using Haystack.Tokenization;

namespace Haystack.Documents;

/// <summary>Reads through a corpus for one document, giving stretches of exactly the tokens asked for.</summary>
/// <remarks>
/// A stretch is consecutive units from where the last one ended, closed by at most two units picked by length from
/// elsewhere; by more where the corpus has too few lengths for that (<see cref="Filler.Gaps"/>). A unit is not used twice in a document while the corpus lasts: closers are taken from outside what the
/// document reads where the corpus is long enough, and skipped later where it is not.
/// </remarks>
internal sealed class FillerRun
{
    private const int MostUnitsGivenBack = 48;
    private const int FewCandidates = 24;

    /// <summary>So many tokens two closers fill in any corpus that is long enough.</summary>
    private const int MostClosedTokens = 96;

    /// <summary>A search for more than two closers that has come to this many dead ends is given up.</summary>
    private const int MostDeadEnds = 256;

    private readonly Filler _filler;
    private readonly RandomStream _random;
    private readonly string _preceding;
    private readonly ReadingWindow _window;
    private readonly bool _corpusLasts;
    private readonly HashSet<int> _closers = [];
    private int _cursor;
    private int _mostCandidates;
    private bool _mustEnd;

    /// <summary>
    /// A run for a document of <paramref name="documentTokens"/> tokens that follows the text <paramref name="preceding"/>,
    /// from a random paragraph on.
    /// </summary>
    public FillerRun(Filler filler, int documentTokens, string preceding, RandomStream random)
    {
        _preceding = preceding;
        _corpusLasts = filler.TotalTokens >= documentTokens;
        _filler = filler;
        _random = random;
        _cursor = filler.Openers.Count > 0 ? random.Pick(filler.Openers) : random.Next(filler.UnitCount);
        _window = new ReadingWindow(filler, _cursor, documentTokens);
    }

    /// <summary>
    /// Appends exactly <paramref name="tokens"/> tokens of filler to <paramref name="into"/>, such that the first unit joins
    /// cleanly to what stands there, and the last to <paramref name="following"/>; false, and nothing appended, where no
    /// such stretch was found. What follows on the same line is no part of a sentence that has not ended: with
    /// <paramref name="mustEnd"/> the last unit is one that ends.
    /// </summary>
    public bool TryAppend(int tokens, List<TextSlice> into, string following, bool mustEnd = false)
    {
        _mustEnd = mustEnd && !_filler.EndsEverywhere;
        return TryAppend(tokens, into, following, FewCandidates) || TryAppend(tokens, into, following, int.MaxValue);
    }

    private bool TryAppend(int tokens, List<TextSlice> into, string following, int mostCandidates)
    {
        _mostCandidates = mostCandidates;
        var undo = (into.Count, _cursor, _window.UnitsRead);
        var remaining = tokens;
        ReadOn(ref remaining, into);
        for (var back = 0; back <= MostUnitsGivenBack; back++)
        {
            if (Close(remaining, into, following) || CloseWithMany(remaining, into, following))
                return true;
            if (into.Count == undo.Count)
                break;
            GiveBackOne(ref remaining, into);
        }

        into.RemoveRange(undo.Count, into.Count - undo.Count);
        (_, _cursor, _window.UnitsRead) = undo;
        return false;
    }

    /// <summary>Takes consecutive units while they fit, going round at the corpus's end and skipping closers already used.</summary>
    private void ReadOn(ref int remaining, List<TextSlice> into)
    {
        var passed = 0;
        while (true)
        {
            if (_window.UnitsRead >= _filler.UnitCount)
            {
                // The corpus is used up: from here on units come a second time.
                _window.BeginAt(_cursor % _filler.UnitCount);
                _closers.Clear();
            }

            if (_cursor == _filler.UnitCount)
                _cursor = 0;
            var end = _filler.EndWithin(_cursor, remaining);
            end = Math.Min(end, _cursor + _filler.UnitCount - _window.UnitsRead);
            foreach (var closer in _closers)
            {
                if (closer >= _cursor && closer < end)
                    end = closer;
            }

            if (end > _cursor)
            {
                var slice = _filler.Slice(_cursor, end);
                if (!Joins(into, slice))
                {
                    // A seam that does not add up is not used: pass over this unit.
                    Advance(1);
                    continue;
                }

                into.Add(slice);
                remaining -= _filler.TokensOf(_cursor, end);
                Advance(end - _cursor);
                continue;
            }

            // The next unit is too long for what is left: where two closers could not fill that, it is passed over.
            if (!_closers.Contains(_cursor) && (remaining <= MostClosedTokens || passed++ == _filler.UnitCount))
                return;
            Advance(1);
        }
    }

    private void Advance(int units)
    {
        _cursor += units;
        _window.UnitsRead += units;
    }

    private void GiveBackOne(ref int remaining, List<TextSlice> into)
    {
        var last = into[^1];
        var unit = last.FirstUnit + last.UnitCount - 1;
        remaining += _filler.TokensOf(unit, unit + 1);
        _window.UnitsRead -= (_cursor - unit + _filler.UnitCount) % _filler.UnitCount;
        _cursor = unit;
        if (last.UnitCount == 1)
            into.RemoveAt(into.Count - 1);
        else
            into[^1] = _filler.Slice(last.FirstUnit, unit);
    }

    /// <summary>Fills what remains with no, one or two closers; false where that cannot be.</summary>
    private bool Close(int remaining, List<TextSlice> into, string following)
    {
        if (remaining == 0)
            return (!_mustEnd || into.Count > 0 && into[^1].IsCorpus && _filler.Ends(into[^1].FirstUnit + into[^1].UnitCount - 1))
                && Seam.IsClean(_filler.Corpus.Tokenizer, into.Count == 0 ? _preceding : into[^1].Span, following);
        if (Pick(remaining, into, following, excluded: -1) is { } one)
        {
            Use(one, into);
            return true;
        }

        var firstTokens = _random.Next(1, remaining + 1);
        for (var i = 0; i < remaining; i++, firstTokens = firstTokens % remaining + 1)
        {
            var secondTokens = remaining - firstTokens;
            if (secondTokens == 0 || LastUnitsOf(secondTokens).Length == 0)
                continue;
            if (Pick(firstTokens, into, following: null, excluded: -1) is not { } first)
                continue;
            var slice = _filler.Slice(first, first + 1);
            into.Add(slice);
            if (Pick(secondTokens, into, following, excluded: first) is { } second)
            {
                into.RemoveAt(into.Count - 1);
                Use(first, into);
                Use(second, into);
                return true;
            }

            into.RemoveAt(into.Count - 1);
        }

        return false;
    }

    /// <summary>The same with as few closers as it takes, in corpora where two are not enough.</summary>
    private bool CloseWithMany(int remaining, List<TextSlice> into, string following)
    {
        var deadEnds = 0;
        return _filler.Gaps is { } gaps && CloseWithMany(gaps, remaining, into, following, ref deadEnds);
    }

    private bool CloseWithMany(GapTable gaps, int remaining, List<TextSlice> into, string following, ref int deadEnds)
    {
        var lengths = gaps.FirstOf(remaining);
        var turn = lengths.Count > 1 ? _random.Next(lengths.Count) : 0;
        for (var i = 0; i < lengths.Count && deadEnds < MostDeadEnds; i++)
        {
            var tokens = lengths[(turn + i) % lengths.Count];
            if (Pick(tokens, into, tokens == remaining ? following : null, excluded: -1) is not { } unit)
                continue;
            var isNew = _closers.Add(unit);
            into.Add(_filler.Slice(unit, unit + 1));
            if (tokens == remaining || CloseWithMany(gaps, remaining - tokens, into, following, ref deadEnds))
                return true;
            into.RemoveAt(into.Count - 1);
            if (isNew)
                _closers.Remove(unit);
        }

        deadEnds++;
        return false;
    }

    private void Use(int unit, List<TextSlice> into)
    {
        _closers.Add(unit);
        into.Add(_filler.Slice(unit, unit + 1));
    }

    /// <summary>An unused unit of so many tokens that joins cleanly on both sides; outside the document's own reading first.</summary>
    private int? Pick(int tokens, List<TextSlice> into, string? following, int excluded)
    {
        var units = following is null ? _filler.UnitsOf(tokens) : LastUnitsOf(tokens);
        if (units.Length == 0)
            return null;
        var offset = _random.Next(units.Length);
        // First from outside what the document reads, then from what it has still to read, and only where the corpus
        // is shorter than the document from anywhere.
        for (var pass = 0; pass <= (_corpusLasts ? 1 : 2); pass++)
        {
            for (var i = 0; i < Math.Min(units.Length, _mostCandidates); i++)
            {
                var unit = units[(offset + i) % units.Length];
                if (unit == excluded || (pass < 2 && (_closers.Contains(unit) || _window.WasRead(unit) || (pass == 0) == _window.Holds(unit))))
                    continue;
                var slice = _filler.Slice(unit, unit + 1);
                if (Joins(into, slice) && (following is null || Seam.IsClean(_filler.Corpus.Tokenizer, slice.Span, following)))
                    return unit;
            }
        }

        return null;
    }

    /// <summary>The units of so many tokens that may stand last in the stretch.</summary>
    private ReadOnlySpan<int> LastUnitsOf(int tokens) => _mustEnd ? _filler.EndingUnitsOf(tokens) : _filler.UnitsOf(tokens);

    private bool Joins(List<TextSlice> into, TextSlice slice) =>
        into.Count == 0
            ? Seam.IsClean(_filler.Corpus.Tokenizer, _preceding, slice.Span)
            : (into[^1].IsCorpus && into[^1].FirstUnit + into[^1].UnitCount == slice.FirstUnit)
            || Seam.IsClean(_filler.Corpus.Tokenizer, into[^1].Span, slice.Span);
}
