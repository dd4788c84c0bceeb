using System.Collections.Frozen;
using System.Text;

namespace Haystack.Scoring;

/// <summary>
/// The part of NFKC that replies and planted values need. Written out because the tool runs with invariant
/// globalization, where <c>string.Normalize</c> changes nothing outside ASCII.
/// </summary>
internal static class CompatibilityForms
{
    private const string Marks = "\u0300\u0301\u0302\u0303\u0308\u030A\u030C\u0327\u0304";

    // For each combining mark above, pairs of base letter and composed letter.
    private static readonly string[] Composed =
    [
        "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹ",
        "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćNŃnńSŚsśZŹzźLĹlĺRŔrŕ",
        "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ",
        "AÃNÑOÕaãnñoõIĨiĩUŨuũ",
        "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ",
        "AÅaåUŮuů",
        "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzž",
        "CÇcçSŞsşTŢtţ",
        "AĀEĒIĪOŌUŪaāeēiīoōuū",
    ];

    private static readonly FrozenDictionary<(char Base, char Mark), char> Compositions = Composed
        .SelectMany((pairs, mark) => pairs.Chunk(2).Select(p => ((p[0], Marks[mark]), p[1])))
        .ToFrozenDictionary(p => p.Item1, p => p.Item2);

    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    /// <summary>Replaces compatibility forms by their plain ones and traditional Chinese by simplified, and composes Latin letters with their accents.</summary>
    public static string Fold(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text;
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Append(folded, rune);
        return folded.ToString();
    }

    private static void Append(StringBuilder folded, Rune rune)
    {
        var code = rune.Value;
        switch (code)
        {
            case >= 0xFF01 and <= 0xFF5E:
                folded.Append((char)(code - 0xFEE0));
                break;
            case 0xA0 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000:
                folded.Append(' ');
                break;
            case 0xAD or (>= 0x200B and <= 0x200F) or 0x2060 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF:
                break;
            case >= 0xFB00 and <= 0xFB06:
                folded.Append(Ligatures[code - 0xFB00]);
                break;
            case 0xB2 or 0xB3:
                folded.Append((char)('2' + code - 0xB2));
                break;
            case 0xB9:
                folded.Append('1');
                break;
            case 0x2070 or (>= 0x2074 and <= 0x2079):
                folded.Append((char)('0' + code - 0x2070));
                break;
            case >= 0x2080 and <= 0x2089:
                folded.Append((char)('0' + code - 0x2080));
                break;
            case >= 0x2460 and <= 0x2473:
                folded.Append(code - 0x2460 + 1);
                break;
            // Mathematical alphabets (bold, italic, sans …): thirteen alphabets of 52 letters, five sets of digits.
            case >= 0x1D400 and <= 0x1D6A3:
                var letter = (code - 0x1D400) % 52;
                folded.Append((char)(letter < 26 ? 'A' + letter : 'a' + letter - 26));
                break;
            case >= 0x1D7CE and <= 0x1D7FF:
                folded.Append((char)('0' + (code - 0x1D7CE) % 10));
                break;
            case >= 0x0300 and <= 0x036F when folded.Length > 0
                && Compositions.TryGetValue((folded[^1], (char)code), out var composed):
                folded[^1] = composed;
                break;
            case >= 0x3400 and <= 0x9FFF:
                folded.Append(SimplifiedForms.Of((char)code));
                break;
            default:
                folded.Append(rune.ToString());
                break;
        }
    }
}
