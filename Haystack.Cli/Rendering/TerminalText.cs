using System.Globalization;
using System.Text;

namespace Haystack.Cli.Rendering;

/// <summary>Makes foreign text (model output, file contents, server messages) safe to print on a terminal.</summary>
internal static class TerminalText
{
    /// <summary>
    /// Replaces every control character but line feed and tab, C1 controls and the Unicode characters that reorder
    /// text or take no room (zero-width ones too), by <c>\u{…}</c>: no escape sequence survives, and nothing hides.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsSafe(c))
            {
                clean?.Append(c);
                continue;
            }

            clean ??= new StringBuilder(text, 0, i, text.Length + 16);
            clean.Append($"\\u{{{(int)c:x}}}");
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>The same on one line: line breaks and tabs become blanks.</summary>
    public static string CleanLine(string text) => Clean(text).ReplaceLineEndings(" ").Replace('\t', ' ');

    /// <summary>Whether a terminal shows the character and does nothing else with it.</summary>
    public static bool IsSafe(char c) =>
        c is '\n' or '\t' || (!char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
