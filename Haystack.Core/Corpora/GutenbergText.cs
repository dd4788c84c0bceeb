using System.Text.RegularExpressions;

namespace Haystack.Corpora;

/// <summary>Takes Project Gutenberg's headers and footers off its books, which would be the same in every one.</summary>
/// <remarks>
/// Only what a pair of marks encloses is a book, and only marks that stand on lines of their own are marks: one that a
/// text quotes, or that has no partner, is text like any other. Of several books in one file every one is kept.
/// </remarks>
internal static partial class GutenbergText
{
    private const string Named = "Project Gutenberg";

    /// <summary>The books; what stands before, between and after them goes from the first line on that names the project.</summary>
    /// <returns>The text, and what was taken off.</returns>
    public static (string Text, int Books, int DroppedCharacters) Strip(string text)
    {
        if (!text.Contains("PROJECT GUTENBERG", StringComparison.OrdinalIgnoreCase))
            return (text, 0, 0);
        var parts = new List<string>();
        var (outside, books) = (0, 0);
        var start = Start().Match(text);
        while (start.Success)
        {
            var end = End().Match(text, start.Index + start.Length);
            if (!end.Success)
                break;
            // A second mark of a start before the end: the later one opens the book that this end closes.
            for (var later = Start().Match(text, start.Index + start.Length); later.Success && later.Index < end.Index; later = later.NextMatch())
                start = later;
            parts.Add(BeforeHeader(text[outside..start.Index], isFirst: books == 0));
            parts.Add(text[(start.Index + start.Length)..end.Index]);
            outside = end.Index + end.Length;
            books++;
            start = Start().Match(text, outside);
        }

        if (books == 0)
            return (text, 0, 0);
        // After the last book stands the licence, to the end.
        var kept = string.Join("\n\n", parts.Where(p => !string.IsNullOrWhiteSpace(p)));
        return (kept, books, Math.Max(0, text.Length - parts.Sum(p => p.Length)));
    }

    /// <summary>What stands before a header, which opens with the line that names the project; between books all is licence and header.</summary>
    private static string BeforeHeader(string text, bool isFirst)
    {
        var named = text.IndexOf(Named, StringComparison.OrdinalIgnoreCase);
        return !isFirst || named < 0 ? "" : text[..(text.LastIndexOf('\n', named) + 1)];
    }

    [GeneratedRegex(@"^[ \t]*\*{3}[ \t]*START OF (THE|THIS) PROJECT GUTENBERG [^\r\n]*\r?$\n?", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"^[ \t]*\*{3}[ \t]*END OF (THE|THIS) PROJECT GUTENBERG [^\r\n]*\r?$\n?", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex End();
}
