using System.Buffers;
using System.Collections.Frozen;

namespace Haystack.Corpora.Cutting;

/// <summary>Decides whether a full stop, question mark or the like ends a sentence.</summary>
internal static class SentenceEnd
{
    /// <summary>Never at a sentence's end: a name or a number follows.</summary>
    private static readonly FrozenSet<string> Titles = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Rev", "Hon", "St", "Capt", "Col", "Gen", "Lt", "Sgt", "Maj", "Cmdr",
        "Gov", "Sen", "Rep", "Pres", "Messrs", "Mme", "Mlle", "Fr", "Sr", "vs", "cf", "e.g", "i.e", "viz", "approx",
        "ca", "al", "esp", "resp", "Mt");

    /// <summary>Not at a sentence's end when a number follows.</summary>
    private static readonly FrozenSet<string> Numbered = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "No", "Nos", "Nr", "p", "pp", "vol", "vols", "fig", "figs", "ch", "chap", "sec", "art", "ed", "eq", "v", "l", "ll",
        "n", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "c");

    /// <summary>At a sentence's end only when what follows plainly opens one.</summary>
    private static readonly FrozenSet<string> Trailing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Inc", "Ltd", "Co", "Corp", "Jr", "Bros", "Ave", "Blvd", "Rd", "Dept", "Univ", "Assn", "U.S", "U.K", "U.N", "D.C",
        "Ph.D", "M.D", "B.C", "A.D");

    private static readonly FrozenSet<string> Openers = FrozenSet.Create(
        StringComparer.Ordinal,
        "The", "A", "An", "In", "On", "At", "It", "Its", "He", "She", "They", "We", "I", "You", "This", "That", "These",
        "Those", "There", "Then", "When", "While", "But", "And", "Or", "So", "Yet", "If", "As", "For", "From", "To", "With",
        "His", "Her", "Their", "Our", "My", "What", "Who", "Why", "How", "Where", "After", "Before", "Now", "Not", "No",
        "All", "Some", "Most", "Many", "One", "Two", "Both", "Each", "Once", "Since", "Although", "However", "Because");

    private static readonly FrozenSet<string> SpeechVerbs = FrozenSet.Create(
        StringComparer.Ordinal,
        "said", "asked", "cried", "replied", "answered", "shouted", "whispered", "called", "muttered", "added",
        "exclaimed", "demanded", "murmured", "went", "continued");

    private static readonly SearchValues<char> ChineseSpeech = SearchValues.Create("说道问答喊叫");

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
        return !quoted || text.AsSpan(end, Math.Min(5, text.Length - end)).IndexOfAny(ChineseSpeech) < 0;
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
}
