using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Haystack.DataSets.Intake;

/// <summary>
/// JSON as others write it: with NaN and Infinity (Python), halves of surrogate pairs, bytes that are no UTF-8. The
/// numbers become null, the others U+FFFD; nothing else changes.
/// </summary>
internal static class JsonText
{
    /// <summary>Parses a text.</summary>
    /// <exception cref="JsonException">It is no JSON even so.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        if (HasSurrogate(json.Span))
            json = Mended(json.Span);
        try
        {
            return BoundedJson.Parse(json);
        }
        catch (JsonException) when (json.Span.IndexOf("NaN"u8) >= 0 || json.Span.IndexOf("Infinity"u8) >= 0)
        {
            return BoundedJson.Parse(WithoutNotNumbers(json.Span));
        }
    }

    private static bool HasSurrogate(ReadOnlySpan<byte> json)
    {
        for (var at = 0; ; at += 2)
        {
            var next = json[at..].IndexOf("\\u"u8);
            if (next < 0)
                return false;
            at += next;
            if (at + 2 < json.Length && json[at + 2] is (byte)'d' or (byte)'D')
                return true;
        }
    }

    /// <summary>Escapes that are half of a pair become the replacement character's.</summary>
    private static byte[] Mended(ReadOnlySpan<byte> json)
    {
        var mended = json.ToArray();
        for (var at = 0; at + 1 < mended.Length; at++)
        {
            if (mended[at] != '\\')
                continue;
            if (mended[at + 1] != 'u')
            {
                at++;
                continue;
            }

            var unit = Unit(mended, at);
            if (unit is >= 0xD800 and <= 0xDBFF && Unit(mended, at + 6) is >= 0xDC00 and <= 0xDFFF)
                at += 11;
            else if (unit is >= 0xD800 and <= 0xDFFF)
                "FFFD"u8.CopyTo(mended.AsSpan(at + 2));
        }

        return mended;
    }

    /// <summary>The unit that an escape at a place stands for; -1 where none stands there.</summary>
    private static int Unit(byte[] json, int at)
    {
        if (at + 6 > json.Length || json[at] != '\\' || json[at + 1] != 'u')
            return -1;
        return int.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? unit : -1;
    }

    private static byte[] WithoutNotNumbers(ReadOnlySpan<byte> json)
    {
        var clean = new ArrayBufferWriter<byte>(json.Length + 16);
        var quoted = false;
        for (var at = 0; at < json.Length;)
        {
            var word = quoted ? 0 : json[at..] switch
            {
                var rest when rest.StartsWith("NaN"u8) => 3,
                var rest when rest.StartsWith("Infinity"u8) => 8,
                var rest when rest.StartsWith("-Infinity"u8) => 9,
                _ => 0,
            };
            if (word > 0)
            {
                clean.Write("null"u8);
                at += word;
                continue;
            }

            var length = quoted && json[at] == '\\' ? Math.Min(2, json.Length - at) : 1;
            if (json[at] == '"')
                quoted = !quoted;
            clean.Write(json.Slice(at, length));
            at += length;
        }

        return clean.WrittenSpan.ToArray();
    }
}
