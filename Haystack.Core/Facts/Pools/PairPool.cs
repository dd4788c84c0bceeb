using System.Buffers;
using System.Text.RegularExpressions;

namespace Haystack.Facts.Pools;

/// <summary>Pairs of common knowledge: a fact tells one half (a capital), a question asks by the other (its country).</summary>
internal sealed class PairPool : Pool
{
    private readonly IReadOnlyList<PoolValue> _pairs;
    private readonly Dictionary<string, string> _askedByTold;
    private readonly bool _wholeWords;

    public PairPool(string name, IReadOnlyList<PoolValue> pairs, bool wholeWords)
        : base(name)
    {
        (_pairs, _wholeWords) = (pairs, wholeWords);
        _askedByTold = pairs.ToDictionary(p => p.Told, p => p.Asked, StringComparer.Ordinal);
    }

    public override AnswerKind Kind => AnswerKind.Name;

    public override long Size => _pairs.Count;

    public override string Pattern => Alternatives(_pairs.Select(p => p.Told));

    public override string AskedPattern => Alternatives(_pairs.Select(p => p.Asked));

    public override PoolValue Draw(RandomStream random) => random.Pick(_pairs);

    /// <summary>The told halves of pairs of which either half occurs.</summary>
    public override IReadOnlyCollection<string> FindIn(string text)
    {
        var toldByWord = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in _pairs)
            toldByWord[pair.Told] = toldByWord[pair.Asked] = pair.Told;
        var search = SearchValues.Create([.. toldByWord.Keys], StringComparison.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOfAny(search);
            if (next < 0)
                break;
            at += next;
            foreach (var (word, told) in toldByWord)
            {
                if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0 && IsWhole(text, at, at + word.Length))
                    found.Add(told);
            }
        }

        return found;
    }

    public override Pool Without(IReadOnlySet<string> taken, string corpusName)
    {
        var left = _pairs.Where(p => !taken.Contains(p.Told)).ToList();
        return left.Count > 0
            ? new PairPool(Name, left, _wholeWords)
            : throw new HaystackException($"corpus '{corpusName}' contains every word of pool '{Name}': none are left to plant");
    }

    public override string ToAsked(string told) => _askedByTold.GetValueOrDefault(told, told);

    private bool IsWhole(string text, int start, int end) =>
        !_wholeWords || ((start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])));

    private static string Alternatives(IEnumerable<string> words) =>
        $"(?:{string.Join('|', words.OrderByDescending(w => w.Length).Select(Regex.Escape))})";
}
