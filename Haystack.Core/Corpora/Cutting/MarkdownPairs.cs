using System.Text;

namespace Haystack.Corpora.Cutting;

/// <summary>The markup that opens and closes with the same mark any distance apart. Each is read in one pass: where no mark closes, none is looked for again.</summary>
internal static class MarkdownPairs
{
    /// <summary>Runs of backticks and what stands between two of one length, each handed to <paramref name="put"/>, whose text takes its place.</summary>
    public static string CodeSpans(string text, Func<string, string> put)
    {
        var runs = Runs(text);
        if (runs.Count < 2)
            return text;
        // The runs of each length, in order; of each, those before the reading's place are passed over once.
        var byLength = runs.GroupBy(r => r.Length).ToDictionary(g => g.Key, g => new Queue<int>(g.Select(r => r.Start)));
        var read = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, length) in runs)
        {
            if (start < at)
                continue;
            var closers = byLength[length];
            while (closers.TryPeek(out var first) && first <= start)
                closers.Dequeue();
            if (!closers.TryPeek(out var close))
                continue;
            read.Append(text, at, start - at).Append(put(text[(start + length)..close].Trim()));
            at = close + length;
        }

        return read.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text without what stands between <c>&lt;!--</c> and <c>--&gt;</c>.</summary>
    public static string WithoutComments(string text)
    {
        var read = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf("<!--", at, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf("-->", open + 4, StringComparison.Ordinal) is >= 0 and var close)
        {
            read.Append(text, at, open - at);
            at = close + 3;
        }

        return read.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text without the marks <c>**</c> and <c>__</c> around words.</summary>
    public static string Strong(string text)
    {
        var read = new StringBuilder(text.Length);
        var at = 0;
        bool[] open = [true, true];
        for (var i = 0; i + 4 < text.Length; i++)
        {
            var mark = text[i];
            if (mark is not ('*' or '_') || text[i + 1] != mark || !open[mark == '*' ? 0 : 1] || char.IsWhiteSpace(text[i + 2]))
                continue;
            var close = i + 3;
            while (close + 1 < text.Length && !(text[close] == mark && text[close + 1] == mark && !char.IsWhiteSpace(text[close - 1])))
                close++;
            if (close + 1 >= text.Length)
            {
                open[mark == '*' ? 0 : 1] = false;
                continue;
            }

            read.Append(text, at, i - at).Append(text, i + 2, close - i - 2);
            at = close + 2;
            i = at - 1;
        }

        return read.Append(text, at, text.Length - at).ToString();
    }

    private static List<(int Start, int Length)> Runs(string text)
    {
        var runs = new List<(int, int)>();
        for (var start = text.IndexOf('`'); start >= 0;)
        {
            var end = start + 1;
            while (end < text.Length && text[end] == '`')
                end++;
            runs.Add((start, end - start));
            start = text.IndexOf('`', end);
        }

        return runs;
    }
}
