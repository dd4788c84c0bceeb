using System.Globalization;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>
/// Text with one UTF-16 unit for every code point, for .NET's expressions, which see surrogate halves where
/// every tokenizer's own engine sees a letter, a symbol or a digit.
/// </summary>
/// <remarks>
/// A code point beyond the BMP is replaced by a BMP character of the same general category that no known
/// expression names outright. Lone surrogates become U+FFFD, as they do on their way to a server.
/// </remarks>
internal static class CodePointShadow
{
    /// <summary>Whether <paramref name="text"/> has any surrogate, so that a shadow is needed.</summary>
    public static bool IsNeeded(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\uD800', '\uDFFF');

    /// <summary>
    /// The same text, as long as before, with U+FFFD for lone surrogates: for engines that would give them bytes
    /// that are not UTF-8.
    /// </summary>
    public static ReadOnlySpan<char> WithoutLoneSurrogates(ReadOnlySpan<char> text)
    {
        char[]? copy = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                (copy ??= text.ToArray())[i] = '\uFFFD';
        }

        return copy ?? text;
    }

    /// <summary>
    /// Writes the shadow of <paramref name="text"/>, and where each of its characters starts in the text;
    /// <paramref name="starts"/> has room for one more, the end. Gives the shadow's length.
    /// </summary>
    public static int Write(ReadOnlySpan<char> text, Span<char> shadow, Span<int> starts)
    {
        var length = 0;
        var offset = 0;
        while (offset < text.Length)
        {
            starts[length] = offset;
            if (!char.IsSurrogate(text[offset]))
            {
                shadow[length++] = text[offset++];
                continue;
            }

            var whole = Rune.DecodeFromUtf16(text[offset..], out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            shadow[length++] = whole ? StandIn(rune) : '\uFFFD';
            offset += whole ? consumed : 1;
        }

        starts[length] = text.Length;
        return length;
    }

    // The stand-ins are checked against the expressions by a test: none is named by one, except that cased
    // letters of the scripts which deepseek-llm lists beyond the BMP become a listed letter, and Chinese characters one
    // (Phags-pa, which no corpus has) that kimi-k2's expression names beside those of the BMP.
    private static char StandIn(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherLetter when IsHan(rune.Value) => '\uA840',
        UnicodeCategory.UppercaseLetter => IsListedCased(rune.Value) ? 'Ā' : '\uA790',
        UnicodeCategory.LowercaseLetter => IsListedCased(rune.Value) ? 'ā' : '\u10D0',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u0627',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.EnclosingMark => '\u0488',
        UnicodeCategory.DecimalDigitNumber => '\u0660',
        UnicodeCategory.LetterNumber => '\u2160',
        UnicodeCategory.OtherNumber => '\u00B2',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u058A',
        UnicodeCategory.OpenPunctuation => '\u0F3A',
        UnicodeCategory.ClosePunctuation => '\u0F3B',
        UnicodeCategory.InitialQuotePunctuation => '\u00AB',
        UnicodeCategory.FinalQuotePunctuation => '\u00BB',
        UnicodeCategory.OtherPunctuation => '\u05C0',
        UnicodeCategory.MathSymbol => '\u2200',
        UnicodeCategory.CurrencySymbol => '\u20A0',
        UnicodeCategory.ModifierSymbol => '\u02C2',
        UnicodeCategory.OtherSymbol => '\u2300',
        UnicodeCategory.Format => '\u00AD',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\u0378',
    };

    private static bool IsHan(int codePoint) => codePoint is
        (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2EBEF) or (>= 0x2F800 and <= 0x2FA1F);

    private static bool IsListedCased(int codePoint) => codePoint is
        (>= 0x10400 and <= 0x1044F) or (>= 0x104B0 and <= 0x104FB) or (>= 0x10C80 and <= 0x10CF2)
        or (>= 0x118A0 and <= 0x118DF) or (>= 0x1E900 and <= 0x1E943);
}
