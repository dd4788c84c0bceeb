using System.Globalization;
using System.Text;

namespace Haystack.Cli.Rendering;

/// <summary>Makes foreign text (model output, file contents, server messages) safe to print on a terminal.</summary>
internal static class TerminalText
{
    /// <summary>
    /// Replaces every control character but line feed and tab, C1 controls and the Unicode characters that reorder
    /// text or take no room (zero-width ones, tags and fillers too), by <c>\u{…}</c>: no escape sequence survives, and nothing hides.
    /// </summary>
    public static string Clean(string text) => text.EnumerateRunes().All(IsSafe) && IsWhole(text) ? text : Replaced(text, "\\u{", "}");

    /// <summary>A text of JSON with the same characters in the form that JSON has for them: what is read back is what was written.</summary>
    public static string CleanJson(string json) => json.EnumerateRunes().All(IsSafe) && IsWhole(json) ? json : Replaced(json, "\\u", "");

    /// <summary>The same on one line: line breaks and tabs become blanks.</summary>
    public static string CleanLine(string text) => Clean(text).ReplaceLineEndings(" ").Replace('\t', ' ');

    // Half of a surrogate pair stands for nothing, and two of them from two texts could meet.
    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i])))
                return false;
        }

        return true;
    }

    private static string Replaced(string text, string before, string behind)
    {
        var clean = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            var isRune = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isRune ? rune.Utf16SequenceLength : 1;
            if (isRune && IsSafe(rune))
                clean.Append(text, i, length);
            else if (behind.Length > 0)
                clean.Append(before).Append(CultureInfo.InvariantCulture, $"{(isRune ? rune.Value : text[i]):x}").Append(behind);
            else
                foreach (var unit in text.AsSpan(i, length))
                    clean.Append(before).Append(CultureInfo.InvariantCulture, $"{(int)unit:x4}");
            i += length;
        }

        return clean.ToString();
    }

    /// <summary>Whether a terminal shows the character and does nothing else with it.</summary>
    public static bool IsSafe(Rune rune) =>
        rune.Value is '\n' or '\t' || (!Rune.IsControl(rune) && !IsIgnorable(rune.Value)
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    // What Unicode says is shown as nothing (Default_Ignorable_Code_Point) though it is a letter or a mark: fillers, selectors of variants, tags.
    private static bool IsIgnorable(int value) => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
