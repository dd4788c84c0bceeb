using Haystack.Languages;

namespace Haystack.Scoring;

/// <summary>One line of a reply, with the label that it begins with.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">One past its end, without the line break.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Body">Where what it labels starts; its end where nothing follows on the line.</param>
/// <param name="IsPlain">Whether the label is nothing but the label and a colon, as the prompt asks for it.</param>
internal readonly record struct Line(int Start, int End, LineKind Kind, int Body, bool IsPlain)
{
    /// <summary>A label is short, in characters and in Chinese ones: a whole sentence need not be looked through for one.</summary>
    private const int LongestLabel = 60, LongestHan = 16;

    private static readonly System.Buffers.SearchValues<char> Heading = System.Buffers.SearchValues.Create("#*_【[|");

    private static readonly System.Buffers.SearchValues<char> Identifier = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

    private const string Decorations = "*_`~#>|[]【】()（）「」\"'“” \t\r-+•·✅➡→☑✔👉🔍📌💡🎯️";

    /// <summary>The lines of a text.</summary>
    public static IEnumerable<Line> Of(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            yield return At(text, start, end);
            start = end + 1;
        }
    }

    /// <summary>The line from <paramref name="start"/> to <paramref name="end"/>; a sentence is read like one.</summary>
    public static Line At(string text, int start, int end)
    {
        if (text.AsSpan(start, end - start).IsWhiteSpace())
            return new Line(start, end, LineKind.Blank, end, false);
        var from = AfterListMark(text, Skip(text, start, end), end);
        var isHeading = text.AsSpan(start, from - start).IndexOfAny(Heading) >= 0;
        var (colon, body) = ColonAt(text, from, end);
        if (colon < 0)
        {
            var bare = text.AsSpan(from, end - from).TrimEnd(Decorations + "。.");
            colon = bare.Length <= LongestLabel ? from + bare.Length : -1;
            body = end;
        }

        if (colon <= from || colon - from > LongestLabel || HanIn(text.AsSpan(from, colon - from)) > LongestHan)
            return new Line(start, end, isHeading && IsTitle(text, start) ? LineKind.Heading : LineKind.Text, start, false);
        var kind = KindOf(Passage.From(text[from..colon].TrimEnd(Decorations.ToCharArray()).Replace('_', ' ')));
        if (kind == LineKind.Text || (body == end && !isHeading && !IsAlone(kind)))
            return new Line(start, end, isHeading && IsTitle(text, start) ? LineKind.Heading : LineKind.Text, start, false);
        // "question": … is a member of a JSON object, and nobody's turn.
        if (kind == LineKind.Turn && from > start && text[from - 1] == '"' && text[colon - 1] == '"')
            return new Line(start, end, LineKind.Text, start, false);
        return new Line(start, end, kind, Skip(text, body, end), from == start && body - colon == 1);
    }

    /// <summary>Past decorations.</summary>
    public static int Skip(string text, int at, int end)
    {
        while (at < end && Decorations.Contains(text[at], StringComparison.Ordinal) && !IsValueMinus(text, at, end) && !IsStruck(text, at, end))
            at++;
        return at;
    }

    /// <summary>"~~old~~ new": what is crossed out has to be known as such.</summary>
    private static bool IsStruck(string text, int at, int end) => text.AsSpan(at, end - at).StartsWith("~~", StringComparison.Ordinal) && text.AsSpan(at + 2, end - at - 2).Contains("~~", StringComparison.Ordinal);

    private static bool IsValueMinus(string text, int at, int end) => text[at] == '-' && at + 1 < end && char.IsAsciiDigit(text[at + 1]);

    private static bool IsTitle(string text, int start) => text[start] == '#';

    private static int HanIn(ReadOnlySpan<char> label)
    {
        var count = 0;
        foreach (var c in label)
            count += c is >= '\u3400' and <= '\u9FFF' ? 1 : 0;
        return count;
    }

    private static bool IsAlone(LineKind kind) => kind is LineKind.Label;

    private static LineKind KindOf(Passage label)
    {
        var wording = Wording.All;
        // "So the final answer is:" and 答案是： end in a copula.
        var to = label.Tokens.Count;
        while (to > 1 && label.IsAny(to - 1, wording.LabelEnds))
            to--;
        return wording.Label.IsIn(label, 0, to) ? LineKind.Label
            : wording.Section.IsIn(label) ? LineKind.Section
            : wording.Turn.IsIn(label) ? LineKind.Turn
            : wording.WeakLabel.IsIn(label, 0, to) ? LineKind.WeakLabel : LineKind.Text;
    }

    /// <summary>The colon (or dash, arrow, closing bracket) that ends a label, and where what it labels starts.</summary>
    private static (int Colon, int Body) ColonAt(string text, int from, int end)
    {
        var limit = Math.Min(end, from + LongestLabel);
        for (var i = from; i < limit; i++)
        {
            var c = text[i];
            if (c is ':' or '：' or '﹕' or '∶' or '】' or '→' or '=' or '|')
            {
                var next = i + 1;
                while (next < end && (text[next] is ':' or '：' || Decorations.Contains(text[next], StringComparison.Ordinal)) && !IsValueMinus(text, next, end) && !IsStruck(text, next, end))
                    next++;
                return (i, c == ':' && next == i + 2 && text[i + 1] == ' ' ? i + 1 : next);
            }

            // final_answer("A")
            if (c == '(' && i > from && i + 1 < end && text[i + 1] is '"' or '\'' && text.AsSpan(from, i - from).IndexOfAnyExcept(Identifier) < 0)
                return (i, i + 2);
            if (c is '-' or '–' or '—' && i > from && text[i - 1] is ' ' or '—' && i + 1 < end && text[i + 1] is ' ' or '—')
                return (i, i + 1);
        }

        return (-1, end);
    }

    /// <summary>Past a number that counts the entries of a list; <paramref name="start"/> where there is none.</summary>
    public static int AfterListMark(string text, int start, int end)
    {
        var at = start;
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        return at > start && at + 1 < end && text[at] is '.' or ')' or '、' && text[at + 1] is ' ' or '*' or '、' && !OrdinalDay.IsAt(text, at) ? Skip(text, at + 1, end) : start;
    }
}
