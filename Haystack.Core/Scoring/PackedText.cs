using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Haystack.Scoring;

/// <summary>Tells a text that is nothing but another one packed for the way: in base64, in hex, in a URL's percent signs.</summary>
internal static class PackedText
{
    // Shorter ones are words: of those of sixteen letters one in a million is, as base64, readable bytes with a blank among them.
    private const int LeastBase64 = 16;

    private const int LeastHex = 12;

    // No reply in the form is longer; what is looked through is bounded.
    private const int Longest = 4096;

    /// <summary>How it is packed; null where it is a text of its own.</summary>
    /// <param name="text">A whole reply without white space around it.</param>
    public static string? Form(string text)
    {
        if (text.Length > Longest || text.Contains(' ', StringComparison.Ordinal))
            return null;
        var line = text.ReplaceLineEndings("");
        if (line.Length >= LeastHex && line.Length % 2 == 0 && line.All(char.IsAsciiHexDigit) && IsReadable(Convert.FromHexString(line)))
            return "hex";
        if (line.Length >= LeastBase64 && Base64(line) is { } bytes && IsReadable(bytes))
            return "base64";
        return line.Contains("%20", StringComparison.Ordinal) && IsReadable(WebUtility.UrlDecodeToBytes(Encoding.UTF8.GetBytes(line), 0, Encoding.UTF8.GetByteCount(line))!) ? "a URL's text" : null;
    }

    private static byte[]? Base64(string line)
    {
        var standard = line.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[line.Length];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : null;
    }

    private static bool IsReadable(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            return false;
        var text = Encoding.UTF8.GetString(bytes);
        return text.All(c => !char.IsControl(c) || c is '\n' or '\r' or '\t') && text.Any(char.IsLetter) && text.Any(char.IsWhiteSpace);
    }
}
