using System.Globalization;

namespace Haystack.Gates;

/// <summary>Foreign text and numbers in XML.</summary>
internal static class XmlText
{
    /// <summary>What XML cannot hold is left out even after control characters became visible.</summary>
    public static string Clean(string text) => Reports.VisibleText.Of(text).Replace('\ufffe', '\ufffd').Replace('\uffff', '\ufffd');

    /// <summary>The same as a token of XML Schema: on one line, single blanks, at least one character.</summary>
    public static string Token(string text)
    {
        var token = string.Join(' ', Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return token.Length == 0 ? "-" : token;
    }

    /// <summary>A number.</summary>
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Names of test cases: the thresholds', numbered where two are of a kind, so that a dashboard can follow each.</summary>
    public static IReadOnlyList<string> CaseNames(GateResult result)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. result.Checks.Select(c =>
        {
            seen[c.Name] = seen.GetValueOrDefault(c.Name) + 1;
            return seen[c.Name] == 1 ? c.Name : $"{c.Name} {Number(seen[c.Name])}";
        })];
    }
}
