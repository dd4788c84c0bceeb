using System.Globalization;
using System.Text;

namespace Haystack.Reports;

/// <summary>Text from outside as it may be shown: nothing in it acts on a terminal, a page or the direction of reading.</summary>
internal static class VisibleText
{
    /// <summary>
    /// Control characters become their pictures (ESC → ␛), marks that turn or hide text are written out
    /// (⟨U+202E⟩), halves of surrogate pairs become U+FFFD. Line breaks and tabs stay.
    /// </summary>
    public static string Of(string text)
    {
        var plain = true;
        foreach (var c in text)
            plain &= c is >= ' ' and < '\u007f' or '\n' or '\t' || (c > '\u00a0' && char.IsLetterOrDigit(c));
        if (plain)
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            Append(shown, rune);
        return shown.ToString();
    }

    /// <summary>The same on one line, for names and table cells.</summary>
    public static string Line(string text) => Of(text).Replace('\n', ' ').Replace('\t', ' ');

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (rune.Value is '\n' or '\t')
            shown.Append((char)rune.Value);
        else if (rune.Value < 0x20)
            shown.Append((char)(0x2400 + rune.Value));
        else if (rune.Value == 0x7f)
            shown.Append('\u2421');
        else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse)
            shown.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
        else
            shown.Append(rune);
    }
}
