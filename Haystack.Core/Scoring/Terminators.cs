using Haystack.Languages;

namespace Haystack.Scoring;

/// <summary>Ends of sentences.</summary>
internal static class Terminators
{
    private static readonly HashSet<string> Abbreviations = new(Language.All.SelectMany(l => l.Sentences.Abbreviations), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a text that ends here is whole, so that nothing more can belong to its last value.</summary>
    public static bool EndsWhole(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        return text.Length > 0 && (text[^1] is '。' or '！' or '？' or '!' or '?' or '*' or '`' or '"' or '”' or '」' or '}' or ')' or '）'
            || (text[^1] == '.' && (text.Length < 2 || !char.IsAsciiDigit(text[^2]))));
    }

    /// <summary>Whether a sentence ends with the character at <paramref name="at"/>.</summary>
    public static bool IsEnd(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        if (c is '。' or '！' or '？' or '\n' or '；')
            return true;
        if (c is not ('.' or '!' or '?'))
            return false;
        var next = at + 1;
        while (next < text.Length && text[next] is '"' or '\'' or '”' or '’' or ')' or '*' or '_' or '`' or ']')
            next++;
        if (next < text.Length && !char.IsWhiteSpace(text[next]))
            return false;
        return c != '.' || !(EndsInAbbreviation(text[..at]) || OrdinalDay.IsAt(text, at));
    }

    private static bool EndsInAbbreviation(ReadOnlySpan<char> text)
    {
        var start = text.Length;
        while (start > 0 && text.Length - start < 8 && (char.IsLetter(text[start - 1]) || text[start - 1] == '.'))
            start--;
        var word = text[start..];
        // A lone capital is an initial ("J. Vane").
        return (word.Length == 1 && char.IsUpper(word[0])) || Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
    }
}
