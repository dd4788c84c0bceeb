namespace Haystack.Facts.Pools;

/// <summary>Names composed of syllables, one out of each list: too many to run out, and found in no dictionary.</summary>
internal sealed class CoinedPool : Pool
{
    private readonly IReadOnlyList<IReadOnlyList<string>> _parts;
    private readonly Dictionary<char, string[]>[] _byFirstCharacter;
    private readonly bool _wholeWords;

    /// <param name="name">What the data files call it.</param>
    /// <param name="parts">The syllable lists in order.</param>
    /// <param name="wholeWords">Whether words are parted by spaces (English) or not (Chinese).</param>
    public CoinedPool(string name, IReadOnlyList<IReadOnlyList<string>> parts, bool wholeWords)
        : base(name)
    {
        (_parts, _wholeWords) = (parts, wholeWords);
        _byFirstCharacter = [.. parts.Select(p => p.GroupBy(s => s[0]).ToDictionary(g => g.Key, g => g.ToArray()))];
    }

    public override AnswerKind Kind => AnswerKind.Name;

    public override long Size => _parts.Aggregate(1L, (product, part) => product * part.Count);

    /// <summary>Every name, each once.</summary>
    public IEnumerable<string> All => _parts.Aggregate((IEnumerable<string>)[""], (names, part) => names.SelectMany(n => part.Select(p => n + p))).Distinct(StringComparer.Ordinal);

    public override string Pattern => _wholeWords
        ? "[A-Z][a-z]+"
        : string.Concat(_parts.Select(p => $"(?:{string.Join('|', p)})"));

    public override PoolValue Draw(RandomStream random)
    {
        var name = string.Concat(_parts.Select(random.Pick));
        return new PoolValue(name, name);
    }

    public override IReadOnlyCollection<string> FindIn(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (_wholeWords && i > 0 && char.IsLetterOrDigit(text[i - 1]))
                continue;
            if (!_byFirstCharacter[0].ContainsKey(text[i]))
                continue;
            var end = MatchFrom(text, i, 0);
            if (end > 0)
                found.Add(text[i..end]);
        }

        return found;
    }

    /// <summary>Where a name that starts at <paramref name="at"/> ends; -1 where none does.</summary>
    private int MatchFrom(string text, int at, int part)
    {
        if (part == _parts.Count)
            return _wholeWords && at < text.Length && char.IsLetterOrDigit(text[at]) ? -1 : at;
        if (at >= text.Length || !_byFirstCharacter[part].TryGetValue(text[at], out var candidates))
            return -1;
        foreach (var candidate in candidates)
        {
            if (string.CompareOrdinal(text, at, candidate, 0, candidate.Length) != 0)
                continue;
            var end = MatchFrom(text, at + candidate.Length, part + 1);
            if (end > 0)
                return end;
        }

        return -1;
    }
}
