using System.Runtime.InteropServices;
using Haystack.Corpora.Cutting;

namespace Haystack.Corpora;

/// <summary>Counts the words of a text, as <see cref="CorpusStatistics"/> defines them.</summary>
internal static class WordCounter
{
    /// <summary>How many words there are, how many different ones, and how many different runs of three.</summary>
    public static (int Words, int Vocabulary, int Trigrams) Count(ReadOnlySpan<char> text)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new List<int>(text.Length / 5);
        Span<char> lower = stackalloc char[64];
        for (var at = 0; at < text.Length;)
        {
            var length = WordLength(text[at..]);
            if (length == 0)
            {
                at++;
                continue;
            }

            // A longer "word" is told from others by its first 64 characters.
            var word = lower[..Math.Min(length, lower.Length)];
            text.Slice(at, word.Length).ToLowerInvariant(word);
            if (!lookup.TryGetValue(word, out var id))
            {
                id = known.Count;
                lookup[word] = id;
            }

            words.Add(id);
            at += length;
        }

        var trigrams = new HashSet<(int, int, int)>();
        var ids = CollectionsMarshal.AsSpan(words);
        for (var i = 2; i < ids.Length; i++)
            trigrams.Add((ids[i - 2], ids[i - 1], ids[i]));
        return (words.Count, known.Count, trigrams.Count);
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        if (LineText.IsCjk(text[0]))
            return char.IsLetter(text[0]) ? 1 : 0;
        var length = 0;
        while (length < text.Length && !LineText.IsCjk(text[length])
            && (char.IsLetterOrDigit(text[length])
                || length > 0 && text[length] == '\'' && length + 1 < text.Length && char.IsLetter(text[length + 1])))
            length++;
        return length;
    }
}
