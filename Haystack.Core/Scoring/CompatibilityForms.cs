using System.Text;

namespace Haystack.Scoring;

/// <summary>The plain forms of what replies write in others: form KC, simplified Chinese, and nothing that cannot be seen.</summary>
internal static class CompatibilityForms
{
    /// <summary>Makes full-width, styled and raised characters plain, composes letters with their accents, makes traditional Chinese simplified, and drops what has no width.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var folded = new StringBuilder(text.Length);
        foreach (var c in NormalForm.Compatible(WithoutSymbols(text)))
        {
            if (!IsInvisible(c))
                folded.Append(SimplifiedForms.Of(c));
        }

        return folded.ToString();
    }

    // Form KC makes letters of them, which would grow onto the name before: Tavrenko™.
    private static string WithoutSymbols(string text) => text.AsSpan().IndexOfAny('\u2122', '\u2120') < 0 ? text : text.Replace('\u2122', ' ').Replace('\u2120', ' ');

    private static bool IsInvisible(char c) => c is '\u00AD' or (>= '\u200B' and <= '\u200F') or '\u2060' or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF';
}
