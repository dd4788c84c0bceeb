using System.Text;

namespace Haystack.LLama.Templates;

/// <summary>A value as JSON, as Python writes it: letters as they are, blanks behind commas and colons.</summary>
internal static class JsonText
{
    /// <summary>The JSON of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indent">Blanks of each level; null for one line.</param>
    public static string Of(object? value, object? indent)
    {
        var text = new StringBuilder();
        Write(text, value, indent is null ? null : (int)Math.Clamp(Values.Whole(indent), 0, 16), 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int? indent, int level)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case string words:
                Quote(text, words);
                break;
            case OrderedDictionary<string, object?> members:
                List(text, '{', '}', members, indent, level, member =>
                {
                    Quote(text, member.Key);
                    text.Append(": ");
                    Write(text, member.Value, indent, level + 1);
                });
                break;
            case List<object?> items:
                List(text, '[', ']', items, indent, level, item => Write(text, item, indent, level + 1));
                break;
            case long or double:
                text.Append(Values.Written(value));
                break;
            default:
                throw new TemplateException("tojson of what is not there");
        }
    }

    private static void List<T>(StringBuilder text, char open, char close, IReadOnlyCollection<T> items, int? indent, int level, Action<T> write)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                text.Append(indent is null ? ", " : ",");
            isFirst = false;
            Break(level + 1);
            write(item);
        }

        if (items.Count > 0)
            Break(level);
        text.Append(close);

        void Break(int at)
        {
            if (indent is { } blanks)
                text.Append('\n').Append(' ', blanks * at);
        }
    }

    private static void Quote(StringBuilder text, string words)
    {
        text.Append('"');
        foreach (var c in words)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
