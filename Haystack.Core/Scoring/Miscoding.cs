using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>
/// Finds characters that a server put in others' places: UTF-8 read as Latin-1, escapes left as they were, question marks
/// within words, a text packed for the way and not unpacked, letters set apart.
/// </summary>
internal static partial class Miscoding
{
    // What Windows' code page has at 80 to 9F, by which it reads UTF-8.
    private const string Windows = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>The longest answer that is looked through for question marks.</summary>
    private const int Longest = 80;

    /// <summary>Letters alone from which on they are a reply's way: a list of choices has fewer.</summary>
    private const int LeastApart = 8;

    /// <summary>What was done to it; null where nothing shows.</summary>
    public static string? In(string text)
    {
        if (HasBytesAsLetters(text))
            return "its UTF-8 was read as Latin-1";
        if (Escaped().IsMatch(text))
            return "its characters are still escaped";
        if (PackedText.Form(text.Trim()) is { } form)
            return $"it is packed as {form}";
        if (AreApart(text))
            return "its letters stand apart";
        return text.Length <= Longest && Replaced().IsMatch(text) ? "letters became question marks" : null;
    }

    // "A n s w e r :  V e l": nearly all that white space parts is one letter. Scripts that write no white space do so rightly.
    private static bool AreApart(string text)
    {
        var (letters, words) = (0, 0);
        foreach (var range in text.AsSpan().SplitAny(' ', '\n', '\t', '\u00A0'))
        {
            var word = text.AsSpan(range);
            if (word.Length == 1 && char.GetUnicodeCategory(word[0]) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter)
                letters++;
            else if (word.Length > 1)
                words++;
        }

        return letters >= LeastApart && letters > 9 * words;
    }

    // Letters whose codes are bytes, and make one character of UTF-8 together.
    private static bool HasBytesAsLetters(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            var lead = Byte(text[i]);
            var length = lead switch { >= 0xC3 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF5 => 4, _ => 0 };
            if (length == 0 || i + length > text.Length)
                continue;
            var bytes = text.AsSpan(i, length).ToArray().Select(Byte).ToArray();
            if (bytes.Skip(1).All(b => b is >= 0x80 and < 0xC0) && Rune.DecodeFromUtf8(bytes.Select(b => (byte)b).ToArray(), out var rune, out _) == System.Buffers.OperationStatus.Done && Rune.IsLetterOrDigit(rune))
                return true;
        }

        return false;
    }

    private static int Byte(char c) => c < 0x80 || c is >= '\u00A0' and <= '\u00FF' ? c : Windows.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? 0x80 + at : c is >= '\u0080' and <= '\u009F' ? c : -1;

    // Caf\u00e9, Caf&eacute;, Caf%C3%A9
    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}|\\x[89a-fA-F][0-9a-fA-F]|\p{L}(?:%[89A-Fa-f][0-9A-Fa-f]){2}", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\p{L}\?+\p{Ll}", RegexOptions.CultureInvariant)]
    private static partial Regex Replaced();
}
