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
    public static string Code(string text)
    {
        var code = new StringBuilder("<code>");
        var line = VisibleText.Line(text);
        for (var i = 0; i < line.Length; i++)
        {
            if (IsPlain(line, i))
                code.Append(line[i]);
            else
                code.Append(CultureInfo.InvariantCulture, $"&#{(int)line[i]};");
        }

        return code.Append("</code>").ToString();
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
