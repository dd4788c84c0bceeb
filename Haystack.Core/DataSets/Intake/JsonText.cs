using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Haystack.DataSets.Intake;

/// <summary>
/// JSON as others write it: with NaN and Infinity (Python), halves of surrogate pairs, characters that were cut. The
/// numbers become null, the others U+FFFD; nothing else changes.
/// </summary>
internal static class JsonText
{
    /// <summary>Parses a text.</summary>
    /// <exception cref="JsonException">It is no JSON even so, or is written in no UTF-8.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        json = Sound(json);
        try
        {
            return BoundedJson.Parse(json);
        }
        catch (JsonException) when (HasNotNumbers(json.Span))
        {
            return BoundedJson.Parse(WithoutNotNumbers(json.Span));
        }
    }

    /// <summary>Parses values that follow each other, over as many lines as they like.</summary>
    /// <exception cref="JsonException">It is no JSON even so, or is written in no UTF-8.</exception>
    public static IEnumerable<JsonDocument> ParseAll(ReadOnlyMemory<byte> json)
    {
        json = Sound(json);
        if (HasNotNumbers(json.Span))
            json = WithoutNotNumbers(json.Span);
        for (var rest = json; BoundedJson.FirstValue(rest.Span) is { } end; rest = rest[end..])
            yield return BoundedJson.Parse(rest[..end]);
    }

    private static bool HasNotNumbers(ReadOnlySpan<byte> json) => json.IndexOf("NaN"u8) >= 0 || json.IndexOf("Infinity"u8) >= 0;

    private static ReadOnlyMemory<byte> Sound(ReadOnlyMemory<byte> json)
    {
        // Files that were put together have their marks in the middle.
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        if (!Utf8.IsValid(json.Span))
            json = Utf8Damage.Mended(json.Span);
        return HasSurrogate(json.Span) ? Mended(json.Span) : json;
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
