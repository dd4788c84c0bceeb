using System.Text.Encodings.Web;

namespace Haystack.Reports;

/// <summary>Text as HTML.</summary>
internal static class HtmlText
{
    /// <summary>For element content and quoted attributes.</summary>
    public static string Of(string text) => HtmlEncoder.Default.Encode(VisibleText.Line(text));
}
