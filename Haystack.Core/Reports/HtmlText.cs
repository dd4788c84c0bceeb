using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Haystack.Reports;

/// <summary>Text as HTML.</summary>
internal static partial class HtmlText
{
    /// <summary>For element content and quoted attributes.</summary>
    public static string Of(string text) => HtmlEncoder.Default.Encode(VisibleText.Line(text));

    /// <summary>A model's name for element content: where it must be broken, it is after a slash, colon or dash and not within a word.</summary>
    public static string Name(string name) => Joints().Replace(Of(name), "$0<wbr>");

    [GeneratedRegex("[/:_?-]+(?!$)|&amp;")]
    private static partial Regex Joints();
}
