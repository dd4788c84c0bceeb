using System.Buffers;
using System.Text.Json;

namespace Haystack.DataSets.Intake;

/// <summary>
/// Bytes that are no UTF-8, in a text that is otherwise. A character that was cut (a reply ends within it) and half of a
/// surrogate pair say what they were; anything else is another encoding, whose characters would all be lost.
/// </summary>
internal static class Utf8Damage
{
    /// <summary>The text with U+FFFD for what was damaged.</summary>
    /// <exception cref="JsonException">It is written in another encoding.</exception>
    public static byte[] Mended(ReadOnlySpan<byte> text)
    {
        var mended = new ArrayBufferWriter<byte>(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            var length = System.Text.Rune.DecodeFromUtf8(text[at..], out _, out var read) == OperationStatus.Done ? read : -Damage(text[at..]);
            if (length == 0)
                throw new JsonException($"byte {at} is no UTF-8: save it as UTF-8 (`iconv -f ENCODING -t UTF-8`)");
            mended.Write(length > 0 ? text.Slice(at, length) : "\uFFFD"u8);
            at += Math.Abs(length);
        }

        return mended.WrittenSpan.ToArray();
    }

    /// <summary>How many bytes are of one damaged character; 0 where they are of none.</summary>
    private static int Damage(ReadOnlySpan<byte> text)
    {
        // A surrogate in three bytes, as Python's surrogatepass writes it.
        if (text is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            return 3;
        // The beginning of a character of three or four, with one that goes on: in other encodings they seldom follow each other so.
        var whole = text[0] switch { >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 0 };
        var length = 1;
        while (length < whole && length < text.Length && (text[length] & 0xC0) == 0x80)
            length++;
        return length > 1 && length < whole && (length == text.Length || text[length] < 0x80) ? length : 0;
    }
}
