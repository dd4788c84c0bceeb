using System.Collections.Frozen;
using Haystack.Languages.Yaml;

namespace Haystack.Languages;

/// <summary>The words by which a language with spaces writes numbers.</summary>
internal sealed class NumberReading
{
    private readonly FrozenDictionary<string, (int Value, bool IsOrdinal)> _parts;
    private readonly FrozenDictionary<string, (int Size, bool IsOrdinal)> _hundreds;
    private readonly FrozenDictionary<string, (decimal Size, bool IsOrdinal)> _scales;
    private readonly FrozenDictionary<string, int> _dozens;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _pieces, _joining, _ones;
    private readonly int _longest;

    public NumberReading(YamlMap map, IReadOnlyList<string> counting)
    {
        IsCompound = map.IsYes("compounds");
        And = map.Words("and");
        OneBefore = map.Words("one-before");
        FigureOrdinals = map.Words("figure-ordinals");
        string[] scaleEndings = [.. map.Words("scale-ordinals")];
        var endings = map.Has("ordinal-endings") ? map.Texts("ordinal-endings").Select(e => e.Value).ToArray() : [""];
        // What has a hyphen is read word by word; none is said of nothing.
        var parts = counting.Select((word, i) => (Word: word, Value: i)).Where(p => p.Value > 0 && p.Word.All(char.IsLetter)).ToDictionary(p => p.Word.ToLowerInvariant(), p => (p.Value, false), StringComparer.Ordinal);
        foreach (var (word, value) in map.Numbers("also"))
            parts[word] = ((int)value, false);
        var ordinals = map.Numbers("ordinals");
        foreach (var (stem, value) in ordinals)
        {
            foreach (var ending in endings)
                parts.TryAdd(stem + ending, ((int)value, true));
        }

        _parts = parts.ToFrozenDictionary(StringComparer.Ordinal);
        _hundreds = WithOrdinals(map.Numbers("hundreds"), scaleEndings, v => (int)v);
        _scales = WithOrdinals(map.Numbers("scales"), scaleEndings, v => (decimal)v);
        _dozens = map.Numbers("dozens").ToFrozenDictionary(d => d.Key, d => (int)d.Value, StringComparer.Ordinal);
        Days = [.. Enumerable.Range(1, 31).Select(day => DayWords(day, ordinals, endings))];
        _pieces = _parts.Keys.Concat(_hundreds.Keys).Concat(_scales.Keys).Concat(_dozens.Keys).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        (_joining, _ones) = (Lookup(And), Lookup(OneBefore));
        _longest = _parts.Keys.Concat(_scales.Keys).Concat(_hundreds.Keys).Max(w => w.Length);
        map.Finish();
    }

    /// <summary>Whether a number is written as one word: <c>siebenhundertzweiundvierzig</c>.</summary>
    public bool IsCompound { get; }

    /// <summary>What joins the parts of a number.</summary>
    public IReadOnlySet<string> And { get; }

    /// <summary>What means one before a hundred or a thousand, and nothing by itself.</summary>
    public IReadOnlySet<string> OneBefore { get; }

    /// <summary>What stands behind figures and makes an ordinal of them.</summary>
    public IReadOnlySet<string> FigureOrdinals { get; }

    /// <summary>For each day from the 1st to the 31st, the ways to write it as an ordinal in words; none where it cannot.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Days { get; }

    /// <summary>The words that make a number one of a hundred or more.</summary>
    public IEnumerable<string> Large => _hundreds.Concat(_scales.Select(s => KeyValuePair.Create(s.Key, (0, s.Value.IsOrdinal)))).Where(w => !w.Value.IsOrdinal).Select(w => w.Key);

    /// <summary>A word below a hundred, in lower case.</summary>
    public bool IsPart(string word, out int value, out bool isOrdinal)
    {
        var found = _parts.TryGetValue(word, out var part);
        (value, isOrdinal) = part;
        return found;
    }

    /// <summary>Whether the word multiplies what stands before it by a hundred.</summary>
    public bool IsHundred(string word, out int size, out bool isOrdinal)
    {
        var found = _hundreds.TryGetValue(word, out var hundred);
        (size, isOrdinal) = hundred;
        return found;
    }

    /// <summary>Whether the word counts by dozens.</summary>
    public bool IsDozen(string word, out int size) => _dozens.TryGetValue(word, out size);

    /// <summary>A thousand, a million …</summary>
    public bool IsScale(string word, out decimal size, out bool isOrdinal)
    {
        var found = _scales.TryGetValue(word, out var scale);
        (size, isOrdinal) = scale;
        return found;
    }

    /// <summary>Whether the word, in lower case, is any of a number.</summary>
    public bool IsNumeral(string word) => _parts.ContainsKey(word) || _hundreds.ContainsKey(word) || _scales.ContainsKey(word) || _dozens.ContainsKey(word);

    /// <summary>The words that a word, in lower case, is made of; itself where it is one, nothing where it is no number.</summary>
    public IReadOnlyList<string> Split(string word)
    {
        if (IsNumeral(word))
            return [word];
        // Every word of every reply comes here: most begin like no number, and cost no more than that look.
        if (!IsCompound || word.Length > 8 * _longest || LongestPiece(word, isFirst: true, Math.Min(_longest, word.Length)) == 0)
            return [];
        List<string> found = [];
        return Split(word, 0, found, []) && found.Exists(w => !And.Contains(w)) ? found : [];
    }

    private bool Split(string word, int from, List<string> found, HashSet<int> dead)
    {
        if (from == word.Length)
            return true;
        if (dead.Contains(from))
            return false;
        // The longest first: "vierzehn" is no "vier" with something behind it.
        for (var length = Math.Min(_longest, word.Length - from); (length = LongestPiece(word.AsSpan(from), found.Count == 0, length)) > 0; length--)
        {
            found.Add(word.Substring(from, length));
            if (Split(word, from + length, found, dead))
                return true;
            found.RemoveAt(found.Count - 1);
        }

        dead.Add(from);
        return false;
    }

    /// <summary>The length of the longest word of a number that <paramref name="rest"/> begins with, of at most <paramref name="most"/> letters; 0 where it begins with none.</summary>
    private int LongestPiece(ReadOnlySpan<char> rest, bool isFirst, int most)
    {
        for (var length = most; length > 0; length--)
        {
            var piece = rest[..length];
            if (_pieces.Contains(piece) || (!isFirst && _joining.Contains(piece)) || (length < rest.Length && _ones.Contains(piece)))
                return length;
        }

        return 0;
    }

    private List<string> DayWords(int day, IReadOnlyDictionary<string, long> ordinals, string[] endings)
    {
        var whole = ordinals.Where(o => o.Value == day).SelectMany(o => endings, (o, e) => o.Key + e).ToList();
        if (whole.Count > 0 || IsCompound || day <= 20)
            return whole;
        var ten = _parts.FirstOrDefault(p => p.Value == (day / 10 * 10, false)).Key;
        return [.. ordinals.Where(o => o.Value == day % 10).Select(o => $"{ten}-{o.Key}")];
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(IReadOnlySet<string> words) =>
        words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static FrozenDictionary<string, (T Size, bool IsOrdinal)> WithOrdinals<T>(IReadOnlyDictionary<string, long> words, string[] endings, Func<long, T> size) =>
        words.Select(w => (Word: w.Key, w.Value, IsOrdinal: false))
            .Concat(words.SelectMany(w => endings, (w, e) => (Word: w.Key + e, w.Value, IsOrdinal: true)))
            .ToFrozenDictionary(w => w.Word, w => (size(w.Value), w.IsOrdinal), StringComparer.Ordinal);
}
