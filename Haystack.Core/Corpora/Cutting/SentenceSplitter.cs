namespace Haystack.Corpora.Cutting;

/// <summary>Finds the sentences of one paragraph, in English, Chinese, or both mixed.</summary>
/// <remarks>
/// What stands in quotation marks or brackets is not cut if they close again nearby: a planted fact inside a
/// person's speech would be that person's claim.
/// </remarks>
internal static class SentenceSplitter
{
    /// <summary>Brackets and quotations longer than this are cut like other text.</summary>
    private const int LongestKept = 400;

    private const string Closers = "\"'”’)]»」』）】〉》*_";

    /// <summary>The ranges of the sentences: in order, without white space at either end, none empty.</summary>
    public static IEnumerable<Range> Split(string text)
    {
        var start = SkipBlanks(text, 0);
        var i = start;
        while (i < text.Length)
        {
            var at = i;
            var close = ClosingPlace(text, i);
            if (close > 0)
            {
                i = close + 1;
                at = close - 1;
            }
            else
            {
                i++;
            }

            if (!IsTerminator(text[at]))
                continue;
            while (close <= 0 && i < text.Length && IsTerminator(text[i]))
                i++;
            while (i < text.Length && Closers.Contains(text[i], StringComparison.Ordinal) && ClosingPlace(text, i) <= 0)
                i++;
            if (i < text.Length && !SentenceEnd.IsAt(text, start, at, i))
                continue;

            yield return start..i;
            start = SkipBlanks(text, i);
            i = start;
        }

        var end = text.AsSpan().TrimEnd().Length;
        if (start < end)
            yield return start..end;
    }

    internal static bool IsTerminator(char c) => c is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '．';

    /// <summary>Where the quotation or bracket that opens at <paramref name="i"/> closes, or 0.</summary>
    private static int ClosingPlace(string text, int i)
    {
        var closer = text[i] switch
        {
            '(' => ')',
            '[' => ']',
            '（' => '）',
            '【' => '】',
            '“' => '”',
            '「' => '」',
            '『' => '』',
            '"' when i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] is '(' or '—' => '"',
            _ => '\0',
        };
        if (closer == '\0')
            return 0;

        var depth = 0;
        var limit = Math.Min(text.Length, i + LongestKept);
        for (var k = i + 1; k < limit; k++)
        {
            if (text[k] == closer && depth-- == 0)
                return k;
            if (text[k] == text[i])
                depth++;
        }

        return 0;
    }

    private static int SkipBlanks(string text, int i)
    {
        while (i < text.Length && char.IsWhiteSpace(text[i]))
            i++;
        return i;
    }
}
