using System.Collections.Frozen;
using Haystack.Languages;

namespace Haystack.Corpora.Cutting;

/// <summary>Decides whether a full stop, question mark or the like ends a sentence.</summary>
internal static class SentenceEnd
{
    private static readonly FrozenSet<string> Titles = Words(w => w.Titles, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Numbered = Words(w => w.Numbered, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Trailing = Words(w => w.Trailing, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Openers = Words(w => w.Openers, StringComparer.Ordinal);
    private static readonly FrozenSet<string> SpeechVerbs = Words(w => w.Speech, StringComparer.Ordinal);

    /// <summary>
    /// Whether the sentence that began at <paramref name="start"/> ends at <paramref name="end"/>; its first end mark
    /// stands at <paramref name="mark"/>, marks and closing quotes lie between the two.
    /// </summary>
    public static bool IsAt(string text, int start, int mark, int end)
    {
        var quoted = text[end - 1] is '"' or '”' or '」' or '』';
        if (!char.IsWhiteSpace(text[end]))
            return EndsChinese(text, mark, end, quoted);

        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next == text.Length)
            return true;
        if (char.IsLower(text[next]) || text[next] is ',' or ';' or ')' or ']')
            return false;
        if (quoted && SpeechFollows(text, next))
            return false;
        return text[mark] != '.' || end - mark > 1 && text[mark + 1] == '.' || !IsAbbreviation(text, start, mark, next);
    }

    /// <summary>No blank follows: the end of a sentence only in Chinese.</summary>
    private static bool EndsChinese(string text, int mark, int end, bool quoted)
    {
        if (text[end] is '，' or '、' or '；' or '：' or ',' or '—' or '～' || SentenceSplitter.IsTerminator(text[end]))
            return false;
        var chinese = text[mark] is '。' or '！' or '？'
            || mark > 0 && LineText.IsCjk(text[mark - 1]) && LineText.IsCjk(text[end]);
        if (!chinese)
            return false;
        return !quoted || !text.Substring(end, Math.Min(5, text.Length - end)).Any(c => SpeechVerbs.Contains(c.ToString()));
    }

    private static bool IsAbbreviation(string text, int start, int mark, int next)
    {
        var begin = mark;
        while (begin > start && !char.IsWhiteSpace(text[begin - 1]) && text[begin - 1] is not ('(' or '"' or '“' or '[' or '—'))
            begin--;
        var word = text[begin..mark];
        if (word.Length == 0 || Titles.Contains(word))
            return true;
        if (begin == start && word.Length <= 4 && word.All(char.IsDigit))
            return true;
        if (OrdinalDay.IsAt(text, mark))
            return true;
        if (char.IsDigit(text[next]) && Numbered.Contains(word))
            return true;

        var initial = word.Length == 1 && char.IsUpper(word[0]) || word.Length >= 3 && word[^2] == '.' && char.IsUpper(word[^1]);
        return (initial || Trailing.Contains(word)) && !Openers.Contains(WordAt(text, next));
    }

    private static bool SpeechFollows(string text, int next)
    {
        var first = WordAt(text, next);
        var rest = next + first.Length;
        return rest + 1 < text.Length && text[rest] == ' ' && char.IsUpper(text[next]) && SpeechVerbs.Contains(WordAt(text, rest + 1));
    }

    private static string WordAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] is '\'' or '’'))
            end++;
        return text[start..end];
    }

    private static FrozenSet<string> Words(Func<SentenceWords, IReadOnlyList<string>> list, StringComparer comparer) =>
        Language.All.SelectMany(l => list(l.Sentences)).ToFrozenSet(comparer);
}
