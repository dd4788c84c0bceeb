using System.Text;

namespace Haystack.Corpora.Reading;

/// <summary>UTF-7 (RFC 2152): UTF-16 in base64 after a plus sign. In such a text every plus sign begins a stretch that comes out even, or stands before a minus.</summary>
internal static class Utf7Text
{
    // Obsolete because mail readers must not guess it; here every stretch has been checked, and it is said what the text was read as.
#pragma warning disable SYSLIB0001
    /// <summary>What reads it.</summary>
    public static Encoding Encoding { get; } = new UTF7Encoding();
#pragma warning restore SYSLIB0001

    /// <summary>The text; null where it is not written so.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        // These are never written as themselves.
        if (bytes.IndexOfAny((byte)'~', (byte)'\\') >= 0)
            return null;
        for (var rest = bytes; rest.IndexOf((byte)'+') is >= 0 and var plus;)
        {
            rest = rest[(plus + 1)..];
            var length = 0;
            while (length < rest.Length && Digit(rest[length]) >= 0)
                length++;
            if (length == 0 ? rest is not [(byte)'-', ..] : !ComesOutEven(rest[..length]))
                return null;
            rest = rest[length..];
        }

        return Encoding.GetString(bytes);
    }

    /// <summary>Whole units of UTF-16, pairs of surrogates whole, and nothing but zeros left over.</summary>
    private static bool ComesOutEven(ReadOnlySpan<byte> digits)
    {
        var left = digits.Length * 6 % 16;
        if (left >= 6 || (Digit(digits[^1]) & ((1 << left) - 1)) != 0)
            return false;
        var (bits, count, high) = (0, 0, false);
        foreach (var digit in digits)
        {
            (bits, count) = ((bits << 6) | Digit(digit), count + 6);
            if (count < 16)
                continue;
            count -= 16;
            var unit = (char)(bits >> count);
            bits &= (1 << count) - 1;
            if (char.IsLowSurrogate(unit) != high)
                return false;
            high = char.IsHighSurrogate(unit);
        }

        return !high;
    }

    private static int Digit(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
