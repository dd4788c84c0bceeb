using System.Net;
using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>Undoes what a server did to a whole reply's characters, where nothing is lost by it: HTML's names for them, a tokenizer's signs for white space.</summary>
internal static partial class WrittenOtherwise
{
    private const char Space = '\u0120', Line = '\u010A';

    /// <summary>The reply as it was meant.</summary>
    public static string Undone(string content)
    {
        // A vocabulary of bytes has a letter for each: "Answer:ĠVel" has no white space of its own.
        if (content.Contains(Space, StringComparison.Ordinal) && !content.Contains(' ', StringComparison.Ordinal))
            content = content.Replace(Space, ' ').Replace(Line, '\n');
        return content.Contains('&', StringComparison.Ordinal) && Named().IsMatch(content) ? WebUtility.HtmlDecode(content) : content;
    }

    [GeneratedRegex("&(?:lt|gt|quot|amp|apos|nbsp|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{1,2}(?:uml|acute|grave|circ|tilde|cedil|lig|ring|slash));", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
