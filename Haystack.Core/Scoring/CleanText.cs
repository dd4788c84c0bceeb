using System.Text;

namespace Haystack.Scoring;

/// <summary>Takes a stretch of reply down to its plain words: no LaTeX, no Markdown, plain forms, one line.</summary>
internal static class CleanText
{
    private static readonly string[] ArgumentCommands =
    [
        "\\boxed", "\\fbox", "\\text", "\\textbf", "\\textit", "\\textrm", "\\texttt", "\\mathrm", "\\mathbf", "\\mathit",
        "\\mathsf", "\\operatorname", "\\emph", "\\mbox", "\\displaystyle",
    ];

    private static readonly (string Open, string Close)[] Struck = [("~~", "~~"), ("<del>", "</del>"), ("<s>", "</s>"), ("<strike>", "</strike>")];

    // What the steps look for: most stretches hold none of it, and are then not written anew.
    private static readonly System.Buffers.SearchValues<char> Markdown = System.Buffers.SearchValues.Create("*`~_#>|[]");
    private static readonly System.Buffers.SearchValues<char> Quotes = System.Buffers.SearchValues.Create("\u2018\u2019\u02BC\u00B4\u201C\u201D\u00AB\u00BB\u300C\u300D\u300E\u300F\u300A\u300B\u2010\u2011\u2012\u2013\u2212\u2795\u2796\u2797");

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.");

    /// <summary>Cleans; the result keeps upper and lower case.</summary>
    public static string From(string raw)
    {
        if (raw.AsSpan().IndexOfAnyExcept(Plain) < 0)
            return raw.Trim();
        // Quotes first: form KC parts an accent that stands for an apostrophe from its letter.
        var text = CompatibilityForms.Fold(WithPlainQuotes(raw.Replace("\U0001F7F0", "=", StringComparison.Ordinal)));
        text = WithoutStruck(text);
        text = WithoutLatex(text);
        text = WithoutMarkdown(text);
        return OnOneLine(text);
    }

    /// <summary>What is crossed out is not said: <c>~~old~~</c>, <c>&lt;del&gt;old&lt;/del&gt;</c>.</summary>
    private static string WithoutStruck(string text)
    {
        if (text.AsSpan().IndexOfAny('~', '<') < 0)
            return text;
        foreach (var (open, close) in Struck)
        {
            for (var from = 0; text.IndexOf(open, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0;)
            {
                var end = text.IndexOf(close, at + open.Length, StringComparison.OrdinalIgnoreCase);
                if (end < 0)
                    break;
                text = string.Concat(text.AsSpan(0, at), " ", text.AsSpan(end + close.Length));
                from = at;
            }
        }

        return text;
    }

    private static string WithoutLatex(string text)
    {
        if (text.AsSpan().IndexOfAny('\\', '$') < 0)
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            // A dollar sign before a digit may be money; either way it is no part of a value.
            if (c == '$')
                continue;
            if (c == '{' && text.AsSpan(i).StartsWith("{,}", StringComparison.Ordinal))
            {
                plain.Append(',');
                i += 2;
            }
            else if (c == '\\' && i + 1 < text.Length)
            {
                i += AppendCommand(plain, text.AsSpan(i)) - 1;
            }
            else if (c is not ('{' or '}'))
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    /// <summary>Handles the command at the start of <paramref name="rest"/> and returns its length.</summary>
    private static int AppendCommand(StringBuilder plain, ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length && char.IsAsciiLetter(rest[length]))
            length++;
        var command = rest[..length];
        if (length > 1)
        {
            var isKnown = false;
            foreach (var known in ArgumentCommands)
                isKnown |= command.SequenceEqual(known);
            plain.Append(command switch
            {
                _ when isKnown => "",
                "\\times" or "\\cdot" => "*",
                "\\rightarrow" or "\\to" or "\\implies" or "\\Rightarrow" => "→",
                _ => " ",
            });
            return length;
        }

        // \, and \; are thin spaces (they group digits); \( \) \[ \] fence formulas; \% \& \_ \# \$ are the characters.
        switch (rest[1])
        {
            case ',' or ';' or ':' or ' ':
                plain.Append(' ');
                return 2;
            case '(' or ')' or '[' or ']' or '!' or '\\':
                return 2;
            case '%' or '&' or '_' or '#' or '{' or '}' or '*' or '-' or '.':
                plain.Append(rest[1]);
                return 2;
            default:
                return 1;
        }
    }

    private static string WithoutMarkdown(string text)
    {
        if (text.AsSpan().IndexOfAny(Markdown) < 0)
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isLineStart = plain.Length == 0 || plain[^1] == '\n';
            if (c is '*' && !IsTimes(text, i))
                continue;
            if (c is '`' || (c == '~' && i + 1 < text.Length && text[i + 1] == '~'))
                continue;
            if (c == '_' && !(IsWordAt(text, i - 1) && IsWordAt(text, i + 1)))
                continue;
            if (isLineStart && c is '#' or '>' or '|')
                continue;
            // [shown](address): the shown part stays.
            if (c == ']' && i + 1 < text.Length && text[i + 1] == '(' && text.IndexOf(')', i) is var close && close > 0)
            {
                i = close;
                continue;
            }

            if (c == '[' && text.IndexOf("](", i, StringComparison.Ordinal) > 0)
                continue;
            plain.Append(c);
        }

        return plain.ToString();
    }

    private static bool IsTimes(string text, int i) =>
        i > 0 && i + 1 < text.Length && text[i - 1] == ' ' && text[i + 1] == ' ';

    private static bool IsWordAt(string text, int i) => i >= 0 && i < text.Length && char.IsLetterOrDigit(text[i]);

    private static string WithPlainQuotes(string text)
    {
        if (text.AsSpan().IndexOfAny(Quotes) < 0)
            return text;
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c switch
            {
                '\u2018' or '\u2019' or '\u02BC' or '\u00B4' => '\'',
                '\u201C' or '\u201D' or '\u00AB' or '\u00BB' or '\u300C' or '\u300D' or '\u300E' or '\u300F' or '\u300A' or '\u300B' => '"',
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' or '\u2796' => '-',
                '\u2795' => '+',
                '\u2797' => '/',
                _ => c,
            });
        }

        return plain.ToString();
    }

    private static string OnOneLine(string text)
    {
        if (IsOnOneLine(text))
            return text;
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isSpace = char.IsWhiteSpace(c) || char.IsControl(c);
            if (!isSpace)
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Whether single spaces between words are all the white space that there is.</summary>
    private static bool IsOnOneLine(string text)
    {
        var wasSpace = true;
        foreach (var c in text)
        {
            if ((c != ' ' && (char.IsWhiteSpace(c) || char.IsControl(c))) || (c == ' ' && wasSpace))
                return false;
            wasSpace = c == ' ';
        }

        return text.Length == 0 || !wasSpace;
    }
}
