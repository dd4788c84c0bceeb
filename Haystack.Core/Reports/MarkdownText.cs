using System.Globalization;
using System.Text;

namespace Haystack.Reports;

/// <summary>Foreign text in Markdown that is shown as it is and does nothing.</summary>
internal static class MarkdownText
{
    /// <summary>
    /// As code: a character that could mean something in Markdown becomes an entity, so that no pipe ends a table's
    /// cell and no link, mention, image or tag comes to be; inside &lt;code&gt; nobody is mentioned either.
    /// </summary>
    public static string Code(string text) => $"<code>{Escape(text)}</code>";

    /// <summary>The same as plain text; a comment stands after each "@", so that nobody is mentioned.</summary>
    public static string Plain(string text) => Escape(text).Replace("&#64;", "&#64;<!-- -->", StringComparison.Ordinal);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        var line = VisibleText.Line(text);
        for (var i = 0; i < line.Length; i++)
        {
            if (IsPlain(line, i))
                escaped.Append(line[i]);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)line[i]};");
        }

        return escaped.ToString();
    }

    /// <summary>Addresses come to be at "://" and "www.", emphasis at an underscore that is not inside a word.</summary>
    private static bool IsPlain(string line, int i) => line[i] switch
    {
        > '\u007f' => true,
        var c when char.IsAsciiLetterOrDigit(c) => true,
        ' ' or '-' or ',' or '=' or '/' or '?' or '%' or '+' or ';' => true,
        ':' => i + 1 == line.Length || line[i + 1] != '/',
        '.' => i < 3 || !line.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase),
        '_' => i > 0 && i + 1 < line.Length && char.IsAsciiLetterOrDigit(line[i - 1]) && char.IsAsciiLetterOrDigit(line[i + 1]),
        _ => false,
    };

    /// <summary>A file's name as the target of a link.</summary>
    public static string Target(string path) =>
        string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);
}
