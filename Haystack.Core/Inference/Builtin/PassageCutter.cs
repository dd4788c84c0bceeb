using Haystack.Languages;

namespace Haystack.Inference.Builtin;

/// <summary>Cuts a text into passages as a plain retrieval pipeline does: whole sentences up to a size, never across a paragraph.</summary>
internal static class PassageCutter
{
    // About a hundred English words; Chinese needs a third of the characters for the same.
    private const int MostCharacters = 600, MostWideCharacters = 200;

    /// <summary>The ranges of the passages, in order; together with white space between them they cover the text.</summary>
    public static IEnumerable<(int Start, int End)> Cut(string text)
    {
        var (start, end) = (0, 0);
        foreach (var (sentence, opensParagraph) in Sentences(text))
        {
            var most = text.AsSpan(start, Math.Min(40, text.Length - start)).ContainsAnyInRange('\u2E80', '\uFFEF') ? MostWideCharacters : MostCharacters;
            if (end > start && (opensParagraph || sentence.End - start > most))
            {
                yield return (start, end);
                start = sentence.Start;
            }
            else if (end == start)
            {
                start = sentence.Start;
            }

            end = sentence.End;
        }

        if (end > start)
            yield return (start, end);
    }

    private static IEnumerable<((int Start, int End) Range, bool OpensParagraph)> Sentences(string text)
    {
        var (at, to) = (0, text.Length);
        while (at < to)
        {
            var start = at;
            while (start < to && char.IsWhiteSpace(text[start]))
                start++;
            if (start == to)
                yield break;
            var opens = text.AsSpan(at, start - at).Contains('\n');
            var end = start;
            while (end < to && !IsEnd(text, end, to))
                end++;
            end = Math.Min(to, end + 1);
            yield return ((start, end), opens);
            at = end;
        }
    }

    private static bool IsEnd(string text, int i, int to) =>
        text[i] is '。' or '！' or '？' or '\n' || (text[i] is '.' or '!' or '?' && (i + 1 == to || char.IsWhiteSpace(text[i + 1])) && !(text[i] == '.' && OrdinalDay.IsAt(text, i)));
}
