namespace Haystack.Corpora;

/// <summary>Takes Project Gutenberg's header and footer off a book, which would be the same in every one.</summary>
internal static class GutenbergText
{
    /// <summary>What stands between the start and end marks; a text without marks as it is.</summary>
    public static string Strip(string text)
    {
        var start = Mark(text, "START");
        if (start >= 0)
        {
            var line = text.IndexOf('\n', start);
            text = line < 0 ? "" : text[(line + 1)..];
        }

        var end = Mark(text, "END");
        return end < 0 ? text : text[..end];
    }

    private static int Mark(string text, string which)
    {
        foreach (var article in (string[])["THE", "THIS"])
        {
            foreach (var blank in (string[])[" ", ""])
            {
                var at = text.IndexOf(
                    $"***{blank}{which} OF {article} PROJECT GUTENBERG", StringComparison.OrdinalIgnoreCase);
                if (at >= 0)
                    return at;
            }
        }

        return -1;
    }
}
