using System.Text;
using Haystack.Corpora.Reading;

namespace Haystack.Corpora;

/// <summary>Reads the bytes of a text file in the encoding that they are written in (<see cref="TextEncodings"/>).</summary>
internal static class TextDecoder
{
    /// <summary>The text, with control characters and undecodable bytes refused in one clear line.</summary>
    public static (string Text, Encoding Encoding, string Name) Decode(ReadOnlySpan<byte> bytes, string path)
    {
        var (encoding, name, mark) = TextEncodings.Of(bytes, path);
        try
        {
            var text = encoding.GetString(bytes[mark..]);
            Check(text, path, name);
            return (text, encoding, name);
        }
        catch (DecoderFallbackException fault)
        {
            throw new HaystackException($"{path}: byte {fault.Index + mark} is not {name}, as the rest is; mend the file, or save it as UTF-8", fault);
        }
    }

    /// <summary>Control characters mean a binary file, or text that a terminal or a tokenizer would act upon.</summary>
    private static void Check(string text, string path, string encoding)
    {
        var line = 1;
        foreach (var c in text)
        {
            if (c == '\n')
                line++;
            else if (char.IsControl(c) && c is not ('\t' or '\r' or '\f' or '\u0085'))
                throw new HaystackException($"{path}: line {line}: control character U+{(int)c:X4}; is this a text file?{(encoding == "UTF-8" ? "" : $" (read as {encoding})")}");
            else if (c is '\uFFFE' or '\uFFFF' or '\uE000')
                throw new HaystackException($"{path}: line {line}: U+{(int)c:X4} is no character of any text");
        }
    }
}
