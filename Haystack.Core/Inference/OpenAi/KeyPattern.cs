using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Inference.OpenAi;

/// <summary>Finds a key in what a server said, in the forms in which servers repeat headers: as it is, in JSON (within JSON), in a URL, in HTML, in base64.</summary>
internal sealed class KeyPattern
{
    private const string Mark = "***";

    private readonly Regex _pattern;

    public KeyPattern(string key)
    {
        Key = key;
        var pattern = new StringBuilder();
        foreach (var c in key)
            pattern.Append(Forms(c));
        pattern.Append('|').Append(Regex.Escape(Convert.ToBase64String(Encoding.UTF8.GetBytes(key))));
        _pattern = new Regex(pattern.ToString(), RegexOptions.CultureInvariant);
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary><paramref name="text"/> with a mark for each place where the key stood.</summary>
    public string StrikeOut(string text) => _pattern.Replace(text, Mark);

    // Letters and digits are written as they are everywhere; each level of JSON in JSON adds backslashes.
    private static string Forms(char c)
    {
        if (char.IsAsciiLetterOrDigit(c))
            return c.ToString();
        var code = (int)c;
        return string.Create(CultureInfo.InvariantCulture, $"(?:\\\\*{Regex.Escape(c.ToString())}|\\\\+u(?i:{code:x4})|%(?i:{code:x2})|&\\#(?:{code}|[xX]0*(?i:{code:x}));)");
    }
}
