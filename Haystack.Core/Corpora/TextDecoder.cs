using System.Text;

namespace Haystack.Corpora;

/// <summary>Reads the bytes of a text file: UTF-8 with or without its mark, UTF-16 with one, else GB18030.</summary>
internal static class TextDecoder
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The text, with control characters and undecodable bytes refused in one clear line.</summary>
    public static string Decode(byte[] bytes, string path)
    {
        var text = Text(bytes, path);
        Check(text, path);
        return text;
    }

    private static string Text(byte[] bytes, string path)
    {
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, ..] => Utf8.GetString(bytes, 3, bytes.Length - 3),
                [0xFF, 0xFE, ..] => new UnicodeEncoding(false, true, true).GetString(bytes, 2, bytes.Length - 2),
                [0xFE, 0xFF, ..] => new UnicodeEncoding(true, true, true).GetString(bytes, 2, bytes.Length - 2),
                _ => Utf8OrGb18030(bytes),
            };
        }
        catch (DecoderFallbackException fault)
        {
            throw new HaystackException(
                $"{path}: byte {fault.Index} is neither UTF-8, UTF-16 nor GB18030; save the file as UTF-8.", fault);
        }
    }

    private static string Utf8OrGb18030(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Gb18030.GetString(bytes);
        }
    }

    /// <summary>Control characters mean a binary file, or text that a terminal or a tokenizer would act upon.</summary>
    private static void Check(string text, string path)
    {
        var line = 1;
        foreach (var c in text)
        {
            if (c == '\n')
                line++;
            else if (char.IsControl(c) && c is not ('\t' or '\r' or '\f' or '\u0085'))
                throw new HaystackException($"{path}: line {line}: control character U+{(int)c:X4}; is this a text file?");
            else if (c is '\uFFFE' or '\uFFFF' or '\uE000')
                throw new HaystackException($"{path}: line {line}: U+{(int)c:X4} is no character of any text.");
        }
    }
}
