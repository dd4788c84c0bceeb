using System.Globalization;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>The bytes of the tokens of kind <c>rwkv</c>, which a vocabulary spells with escapes, as texts of one character a byte.</summary>
internal static class LongestMatchTokens
{
    /// <summary>The bytes that <paramref name="written"/> stands for: <c>\n</c>, <c>\t</c>, <c>\r</c>, <c>\xNN</c>; any other escaped character is itself.</summary>
    public static string Unescape(string written)
    {
        if (!written.Contains('\\', StringComparison.Ordinal))
            return AsBytes(written);
        var result = new StringBuilder();
        var bytes = AsBytes(written);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '\\')
            {
                result.Append(bytes[i]);
                continue;
            }

            if (++i == bytes.Length)
                break;
            switch (bytes[i])
            {
                case 't':
                    result.Append('\t');
                    break;
                case 'n':
                    result.Append('\n');
                    break;
                case 'r':
                    result.Append('\r');
                    break;
                case 'x' when i + 2 < bytes.Length && byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value):
                    result.Append((char)value);
                    i += 2;
                    break;
                default:
                    result.Append(bytes[i]);
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>A text as a vocabulary of this kind spells it.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    /// <summary>A single byte as such a vocabulary spells it.</summary>
    public static string EscapeByte(byte value) => value switch
    {
        (byte)'\n' => "\\n",
        (byte)'\r' => "\\r",
        (byte)'\t' => "\\t",
        (byte)'\\' => "\\\\",
        >= 0x20 and < 0x7F => ((char)value).ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
    };

    /// <summary>UTF-8, one character a byte.</summary>
    public static string AsBytes(ReadOnlySpan<char> text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text.ToArray()));
}
