namespace Haystack.Scoring;

/// <summary>Finds <c>Answer: …</c> and <c>答案：…</c>, with Markdown around them, as headings, or with the answer on the next line.</summary>
internal static class AnswerLines
{
    /// <summary>The English label.</summary>
    public static readonly string[] English = ["answer"];

    /// <summary>The Chinese labels; a lone 答 counts at the start of a line only.</summary>
    public static readonly string[] Chinese = ["答案", "回答", "答"];

    private const int LookBack = 400;

    private const string Decorations = "*_`~#>|[]【】()（）「」 \t";

    private static readonly string[] HeadingWords =
        ["final", "my", "the", "short", "correct", "direct", "so", "最终", "最后", "我的", "正确", "a"];

    private static readonly string[] Links = ["is", "would be", "应该是", "应为", "是", "为"];

    /// <summary>The last labelled answer (the first, without <see cref="ReadingRules.LastAnswerWins"/>); null where there is none.</summary>
    public static FoundAnswer? Find(string text, IReadOnlyList<string> labels, ReadingRules rules)
    {
        FoundAnswer? best = null;
        foreach (var label in labels)
        {
            foreach (var at in Occurrences.Of(text, label, rules.LastAnswerWins))
            {
                if (ReadAt(text, at, label, rules) is not { } found)
                    continue;
                if (best is null || (found.Position > best.Position) == rules.LastAnswerWins)
                    best = found;
                break;
            }
        }

        return best;
    }

    private static FoundAnswer? ReadAt(string text, int at, string label, ReadingRules rules)
    {
        // Looking back is bounded: a line may be megabytes long and hold the label many times.
        var lineStart = at - Math.Min(at, LookBack);
        lineStart += text.AsSpan(lineStart, at - lineStart).LastIndexOf('\n') + 1;
        var before = text.AsSpan(lineStart, at - lineStart);
        if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]) && char.IsAscii(label[0]))
            return null;
        if (label == "答" && before.Trim(Decorations).Length > 0)
            return null;

        var next = SkipDecorations(text, at + label.Length);
        foreach (var link in Links)
        {
            if (!text.AsSpan(next).StartsWith(link, StringComparison.OrdinalIgnoreCase))
                continue;
            next = SkipDecorations(text, next + link.Length);
            break;
        }

        var isEnd = next >= text.Length || text[next] is '\n' or '\r';
        var isAlone = isEnd && IsHeading(before);
        if (isAlone && rules.AnswerOnNextLine && HasDecoration(text, lineStart, next))
            return Below(text, next, label);
        if (isEnd || !IsColon(text, next, before))
            return null;
        var start = SkipDecorations(text, next + 1);
        var lineEnd = LineEnd(text, start);
        return start >= lineEnd && rules.AnswerOnNextLine
            ? Below(text, start, label)
            : Make(text, start, lineEnd, $"the last \"{Title(label)}\" line");
    }

    private static FoundAnswer Below(string text, int from, string label)
    {
        var form = $"the line below \"{Title(label)}\"";
        for (var start = from; start < text.Length;)
        {
            var end = LineEnd(text, start);
            var line = text.AsSpan(start, end - start);
            // Fences and rules between the label and the answer hold nothing.
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!isFence && line.IndexOfAnyExcept(Decorations + "\r\n-=$\\") >= 0)
                return Make(text, AfterListMark(text, SkipDecorations(text, start), end), end, form);
            start = end + 1;
        }

        return Make(text, text.Length, text.Length, form);
    }

    private static FoundAnswer Make(string text, int start, int end, string form)
    {
        start = Math.Min(start, text.Length);
        var length = Math.Clamp(end - start, 0, AnswerFinder.LongestBody);
        var body = text.Substring(start, length);
        var isWhole = end < text.Length || Terminators.EndsWhole(body);
        return new FoundAnswer(form, body, text[Math.Min(text.Length, start + length)..], IsMarked: true, isWhole, start);
    }

    private static bool IsHeading(ReadOnlySpan<char> before)
    {
        var rest = before.Trim(Decorations);
        while (rest.Length > 0)
        {
            var isWord = false;
            foreach (var word in HeadingWords)
            {
                if (!rest.EndsWith(word, StringComparison.OrdinalIgnoreCase))
                    continue;
                rest = rest[..^word.Length].TrimEnd(Decorations);
                isWord = true;
                break;
            }

            if (!isWord)
                return false;
        }

        return true;
    }

    /// <summary>Without a colon only a heading or bold line is a label: a line that merely ends in "the answer" is prose.</summary>
    private static bool HasDecoration(string text, int start, int end) =>
        text.AsSpan(start, end - start).IndexOfAny("#*_【[") >= 0;

    private static bool IsColon(string text, int at, ReadOnlySpan<char> before) =>
        text[at] is ':' or '：' or '﹕' or '∶'
        || (text[at] is '-' or '–' or '—' or '=' && before.Trim(Decorations).Length == 0
            && at + 1 < text.Length && text[at + 1] is ' ' or '—');

    private static int SkipDecorations(string text, int at)
    {
        while (at < text.Length && Decorations.Contains(text[at], StringComparison.Ordinal))
            at++;
        return at;
    }

    private static int AfterListMark(string text, int start, int end)
    {
        var at = start;
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        var isNumbered = at > start && at + 1 < end && text[at] is '.' or ')' && text[at + 1] == ' ';
        var isBullet = at == start && at + 1 < end && text[at] is '-' or '+' or '•' && text[at + 1] == ' ';
        return isNumbered || isBullet ? at + 2 : start;
    }

    private static int LineEnd(string text, int start)
    {
        if (start >= text.Length)
            return text.Length;
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    private static string Title(string label) => char.IsAscii(label[0]) ? "Answer:" : label + "：";
}
