using System.Globalization;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>
/// Text with one UTF-16 unit for every code point, for .NET's expressions, which see surrogate halves where
/// every tokenizer's own engine sees a letter, a symbol or a digit.
/// </summary>
/// <remarks>
/// For an expression that asks for categories, a code point beyond the BMP is replaced by a BMP character of the same
/// general category; for one that only lists characters, by one that none lists. Lone surrogates become U+FFFD, as
/// they do on their way to a server.
/// </remarks>
internal static class CodePointShadow
{
    /// <summary>
    /// A letter (of Phags-pa) that, named in an expression with categories, means the Chinese characters beyond the BMP; what it
    /// is itself is shown to such an expression as another letter.
    /// </summary>
    public const char HanStandIn = '\uA840';

    private const char OtherLetter = '\u0627';
    private const char Unassigned = '\u0378';
    // Unassigned too, among the Chinese characters of the BMP: the engines take whole blocks for Chinese.
    private const char UnassignedHan = '\uFA6E';
    private const char FirstNewer = '\u0897';
    private const char ListedLetter = 'ā';

    /// <summary>Whether .NET's expressions would see something else in <paramref name="text"/> than the tokenizers' own engines.</summary>
    public static bool IsNeeded(ReadOnlySpan<char> text) => HasSurrogates(text) || NewerCodePoints.AnyOfBmp(text);

    /// <summary>Whether <paramref name="text"/> has any surrogate.</summary>
    public static bool HasSurrogates(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\uD800', '\uDFFF');

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
    /// Writes the shadow of <paramref name="text"/> for the eyes of one expression, and where each of its characters
    /// starts in the text; <paramref name="starts"/> has room for one more, the end. Gives the shadow's length, which is
    /// the same for every expression.
    /// </summary>
    public static int Write(ReadOnlySpan<char> text, ShadowKind kind, Span<char> shadow, Span<int> starts)
    {
        var length = 0;
        var offset = 0;
        while (offset < text.Length)
        {
            starts[length] = offset;
            if (!char.IsSurrogate(text[offset]))
            {
                shadow[length++] = Shown(text[offset++], kind);
                continue;
            }

            var whole = Rune.DecodeFromUtf16(text[offset..], out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            shadow[length++] = whole ? StandIn(rune, kind) : '\uFFFD';
            offset += whole ? consumed : 1;
        }

        starts[length] = text.Length;
        return length;
    }

    /// <summary>What stands for a code point beyond the BMP.</summary>
    public static char StandIn(Rune rune, ShadowKind kind) => kind switch
    {
        ShadowKind.Listed => IsListedCased(rune.Value) ? ListedLetter : Unassigned,
        _ when NewerCodePoints.Contains(rune.Value) => Unassigned,
        ShadowKind.CategoriesAndHan when IsHan(rune.Value) => Rune.IsLetter(rune) ? HanStandIn : UnassignedHan,
        _ => StandIn(Rune.GetUnicodeCategory(rune)),
    };

    // What an expression is shown of a character of the BMP.
    private static char Shown(char own, ShadowKind kind) =>
        kind == ShadowKind.Listed ? own
        : own == HanStandIn && kind == ShadowKind.CategoriesAndHan ? OtherLetter
        : own >= FirstNewer && NewerCodePoints.Contains(own) ? Unassigned
        : own;

    private static char StandIn(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => '\uA790',
        UnicodeCategory.LowercaseLetter => '\u10D0',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => OtherLetter,
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
        _ => Unassigned,
    };

    private static bool IsHan(int codePoint) => codePoint is
        (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2EBEF) or (>= 0x2F800 and <= 0x2FA1F);

    // Cased letters beyond the BMP that deepseek-llm's expression lists: its catalogued form lists those of the BMP.
    private static bool IsListedCased(int codePoint) => codePoint is
        (>= 0x10400 and <= 0x1044F) or (>= 0x104B0 and <= 0x104D3) or (>= 0x104D8 and <= 0x104FB) or (>= 0x10C80 and <= 0x10CB2)
        or (>= 0x10CC0 and <= 0x10CF2) or (>= 0x118A0 and <= 0x118DF) or (>= 0x1E900 and <= 0x1E943);
}
