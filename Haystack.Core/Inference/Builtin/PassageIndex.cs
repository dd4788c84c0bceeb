namespace Haystack.Inference.Builtin;

/// <summary>
/// The passages of a text, ranked by BM25 (k1 = 1.2, b = 0.75) against a query. Terms are lower-cased words, and
/// pairs of neighbouring characters where words are not parted by spaces.
/// </summary>
internal sealed class PassageIndex
{
    private const double K1 = 1.2, B = 0.75;

    private readonly List<Passage> _passages = [];
    private readonly Dictionary<string, List<(int Passage, int Count)>> _postings = new(StringComparer.Ordinal);
    private readonly double _averageLength;

    /// <param name="text">The text to cut into passages.</param>
    public PassageIndex(string text)
    {
        foreach (var (start, end) in PassageCutter.Cut(text))
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var term in Terms(text.AsSpan(start, end - start)))
                counts[term] = counts.GetValueOrDefault(term) + 1;
            foreach (var (term, count) in counts)
            {
                if (!_postings.TryGetValue(term, out var list))
                    _postings.Add(term, list = []);
                list.Add((_passages.Count, count));
            }

            _passages.Add(new Passage(start, end, counts.Values.Sum()));
        }

        _averageLength = _passages.Count == 0 ? 1 : Math.Max(1, _passages.Average(p => p.Terms));
    }

    /// <summary>The ranges of the <paramref name="count"/> best passages; of equals, the earlier in the text.</summary>
    public IReadOnlyList<(int Start, int End)> Best(string query, int count)
    {
        var scores = new double[_passages.Count];
        foreach (var term in Terms(query).Distinct(StringComparer.Ordinal))
        {
            if (!_postings.TryGetValue(term, out var list))
                continue;
            var idf = Math.Log(1 + ((_passages.Count - list.Count + 0.5) / (list.Count + 0.5)));
            foreach (var (passage, times) in list)
                scores[passage] += idf * times * (K1 + 1) / (times + (K1 * (1 - B + (B * _passages[passage].Terms / _averageLength))));
        }

        return [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0)
            .OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count).Select(i => (_passages[i].Start, _passages[i].End))];
    }

    private static List<string> Terms(ReadOnlySpan<char> text)
    {
        List<string> terms = [];
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            if (text[i] >= '\u2E80')
            {
                terms.Add(text.Slice(i, i + 1 < text.Length && char.IsLetter(text[i + 1]) ? 2 : 1).ToString());
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i]) && text[i] < '\u2E80')
                i++;
            terms.Add(text[start..i].ToString().ToLowerInvariant());
        }

        return terms;
    }

    private sealed record Passage(int Start, int End, int Terms);
}
