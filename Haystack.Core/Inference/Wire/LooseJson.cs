using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Haystack.Inference.Wire;

/// <summary>Reads JSON as servers really write it: with Python's words for nothing, raw control characters in texts, halves of surrogate pairs.</summary>
internal static class LooseJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly (byte[] Word, byte[] Json)[] Words =
    [
        ("-Infinity"u8.ToArray(), "null"u8.ToArray()), ("Infinity"u8.ToArray(), "null"u8.ToArray()), ("NaN"u8.ToArray(), "null"u8.ToArray()),
        ("None"u8.ToArray(), "null"u8.ToArray()), ("undefined"u8.ToArray(), "null"u8.ToArray()),
        ("True"u8.ToArray(), "true"u8.ToArray()), ("False"u8.ToArray(), "false"u8.ToArray()),
    ];

    /// <summary>The object; null where it is none even so.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> text)
    {
        if (!Utf8.IsValid(text.Span))
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
        try
        {
            return BoundedJson.Parse(text, options: Options);
        }
        catch (JsonException)
        {
            try
            {
                return BoundedJson.Parse(Repaired(text.Span), options: Options);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>A JSON text's characters. Halves of surrogate pairs stay as they are (the other half may come in the next message); bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Characters(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Unescaped(text.GetRawText().AsSpan()[1..^1]);
        }
    }

    private static string Unescaped(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 == raw.Length)
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u' && i + 4 < raw.Length && ushort.TryParse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += 4;
                continue;
            }

            text.Append(raw[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var c => c });
        }

        return text.ToString();
    }

    private static ReadOnlyMemory<byte> Repaired(ReadOnlySpan<byte> text)
    {
        var repaired = new ArrayBufferWriter<byte>(text.Length + 16);
        var (inString, escaped) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (!inString && ReplacedWord(text[i..]) is var (word, json))
            {
                repaired.Write(json);
                i += word.Length - 1;
                continue;
            }

            if (inString && b < 0x20)
                repaired.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)b:x4}")));
            else
                repaired.Write([b]);
            (escaped, inString) = inString ? (!escaped && b == (byte)'\\', escaped || b != (byte)'"') : (false, b == (byte)'"');
        }

        return repaired.WrittenMemory;
    }

    private static (byte[] Word, byte[] Json)? ReplacedWord(ReadOnlySpan<byte> rest)
    {
        foreach (var (word, json) in Words)
        {
            if (rest.StartsWith(word))
                return (word, json);
        }

        return null;
    }
}
