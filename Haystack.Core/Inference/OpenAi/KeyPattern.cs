using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Inference.OpenAi;

/// <summary>Finds a key in what a server said, in the forms in which servers repeat headers: as it is, in JSON (within JSON), in a URL, in HTML, in hex, in base64 of it or of a text around it.</summary>
internal sealed class KeyPattern
{
    private const string Mark = "***";

    /// <summary>Shorter parts of base64 stand in other texts by chance.</summary>
    private const int LeastBase64 = 10;

    private readonly Regex _pattern;
    private readonly KeyPieces? _pieces;

    public KeyPattern(string key)
    {
        Key = key;
        var pattern = new StringBuilder();
        foreach (var c in key)
            pattern.Append(Forms(c));
        var bytes = Encoding.UTF8.GetBytes(key);
        pattern.Append("|(?i:").Append(Convert.ToHexStringLower(bytes)).Append(')');
        for (var before = 0; before < 3; before++)
        {
            if (Base64Within(bytes, before) is { Length: >= LeastBase64 } part)
                pattern.Append('|').Append(Regex.Escape(part).Replace("\\+", "[+-]", StringComparison.Ordinal).Replace("/", "[/_]", StringComparison.Ordinal)).Append("[A-Za-z0-9+/_-]?=?=?");
        }

        _pattern = new Regex(pattern.ToString(), RegexOptions.CultureInvariant);
        _pieces = KeyPieces.Of(key);
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary><paramref name="text"/> with a mark for each place where the key stood.</summary>
    public string StrikeOut(string text)
    {
        var struck = _pattern.Replace(text, Mark);
        return _pieces?.StrikeOut(struck, Mark) ?? struck;
    }

    /// <summary>
    /// What every base64 of a text with the key in it holds, where so many bytes (of three) stand before it: without the
    /// first and last characters, which their neighbours share.
    /// </summary>
    private static string Base64Within(byte[] key, int before)
    {
        var first = ((before * 8) + 5) / 6;
        var end = (before + key.Length) * 8 / 6;
        return Convert.ToBase64String([.. new byte[before], .. key])[first..end];
    }

    // Letters and digits are written as they are everywhere; each level of JSON in JSON adds backslashes.
    private static string Forms(char c)
    {
        if (char.IsAsciiLetterOrDigit(c))
            return c.ToString();
        var code = (int)c;
        return string.Create(CultureInfo.InvariantCulture, $"(?:\\\\*{Regex.Escape(c.ToString())}|\\\\+u(?i:{code:x4})|%(?i:{code:x2})|&\\#(?:{code}|[xX]0*(?i:{code:x}));)");
    }
}
