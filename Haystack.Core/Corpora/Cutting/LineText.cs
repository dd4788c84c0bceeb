using System.Text;

namespace Haystack.Corpora.Cutting;

/// <summary>What is asked of lines and characters when blocks are put together.</summary>
internal static class LineText
{
    /// <summary>Joins the lines of a paragraph: one blank between words, none between Chinese characters.</summary>
    public static string Join(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var words = Collapse(line);
            if (words.Length == 0)
                continue;
            if (text.Length > 0 && !(IsCjk(text[^1]) && IsCjk(words[0])))
                text.Append(' ');
            text.Append(words);
        }

        return text.ToString();
    }

    /// <summary>Trims, and makes every run of white space one blank; none beside a Chinese character.</summary>
    public static string Collapse(string line)
    {
        var text = new StringBuilder(line.Length);
        var gap = false;
        foreach (var c in line)
        {
            if (char.IsWhiteSpace(c))
            {
                gap = text.Length > 0;
                continue;
            }

            if (gap && !(IsCjk(text[^1]) && IsCjk(c)))
                text.Append(' ');
            gap = false;
            text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>The white space that a line opens with.</summary>
    public static string Indentation(string line)
    {
        var length = 0;
        while (length < line.Length && line[length] is ' ' or '\t' or '\u3000')
            length++;
        return line[..length];
    }

    /// <summary>How wide the indentation is: a tab counts four, an ideographic blank two.</summary>
    public static int IndentationWidth(string line) =>
        Indentation(line).Sum(c => c switch { '\t' => 4, '\u3000' => 2, _ => 1 });

    /// <summary>Chinese and Japanese characters and the full-width punctuation that goes with them.</summary>
    public static bool IsCjk(char c) =>
        c is >= '\u2E80' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uFF00' and <= '\uFFEF'
            or '“' or '”' or '‘' or '’' or '…' or '—'
            || char.IsHighSurrogate(c) && c is >= '\uD840' and <= '\uD88F'
            || char.IsLowSurrogate(c);
}
