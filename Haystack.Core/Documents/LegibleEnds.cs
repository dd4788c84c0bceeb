using System.Globalization;
using System.Text;
using Haystack.Corpora;

namespace Haystack.Documents;

/// <summary>
/// Where a sentence of another text may follow on the same line and still be read as one: after prose that ends in a mark
/// that ends sentences in any script, closing quotes and brackets aside. Not after a heading, a line of code, an item of
/// a list, a row of a table, or a line of a script that has no such marks: there nobody could tell where the one ends
/// and the other begins, whatever the tokens say.
/// </summary>
internal static class LegibleEnds
{
    /// <summary>Unicode's sentence terminals (property <c>Sentence_Terminal</c>) of the scripts in use, and the ellipsis.</summary>
    private static readonly HashSet<int> Terminals =
    [
        '.', '!', '?', '…', '‼', '‽', '⁇', '⁈', '⁉', '。', '．', '！', '？', '｡', '︒', '﹒', '﹖', '﹗',
        0x0589, 0x061D, 0x061E, 0x061F, 0x06D4, 0x0700, 0x0701, 0x0702, 0x07F9, 0x0837, 0x0839, 0x083D, 0x083E, 0x0964, 0x0965,
        0x104A, 0x104B, 0x1362, 0x1367, 0x1368, 0x166E, 0x1735, 0x1736, 0x17D4, 0x17D5, 0x1803, 0x1809, 0x1944, 0x1945, 0x1AA8, 0x1AA9,
        0x1AAA, 0x1AAB, 0x1B5A, 0x1B5B, 0x1B5E, 0x1B5F, 0x1C3B, 0x1C3C, 0x1C7E, 0x1C7F, 0x2E3C, 0x2E53, 0x2E54, 0xA4FF, 0xA60E, 0xA60F,
        0xA6F3, 0xA6F7, 0xA876, 0xA877, 0xA8CE, 0xA8CF, 0xA92F, 0xA9C8, 0xA9C9, 0xAA5D, 0xAA5E, 0xAA5F, 0xAAF0, 0xAAF1, 0xABEB,
        // Tibetan ends with a shad, Ethiopic and Armenian as above.
        0x0F0D, 0x0F0E,
    ];

    /// <summary>For each unit of a corpus, whether it ends so.</summary>
    public static bool[] Of(Corpus corpus, IReadOnlyList<int> unitStarts)
    {
        var ends = new bool[unitStarts.Count - 1];
        var inBlock = false;
        for (var unit = 0; unit < ends.Length; unit++)
        {
            var text = corpus.Text.AsSpan(unitStarts[unit]..unitStarts[unit + 1]);
            var line = text.LastIndexOf('\n') + 1;
            if (line > 0)
                inBlock = IsLineOfBlock(text[line..]);
            ends[unit] = !inBlock && After(text);
        }

        return ends;
    }

    /// <summary>Whether a text ends in a mark that ends sentences, closing quotes and brackets aside.</summary>
    public static bool After(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeLastFromUtf16(text, out var last, out var length) == System.Buffers.OperationStatus.Done)
        {
            if (Terminals.Contains(last.Value))
                return true;
            if (last.Value is not ('"' or '\'') && Rune.GetUnicodeCategory(last) is not (UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation))
                return false;
            text = text[..^length];
        }

        return false;
    }

    /// <summary>
    /// Whether a line is indented, or opens like an item, a row, a heading or a comment: code and lists have full stops
    /// too, and what follows one there still belongs to the line.
    /// </summary>
    private static bool IsLineOfBlock(ReadOnlySpan<char> line)
    {
        if (line.Length > 0 && (line[0] is ' ' or '\t' or '\u3000'))
            return true;
        return line.Length > 1 && line[0] is '-' or '*' or '+' or '|' or '#' or '/' or '<' or ';' or '%' or '•' or '·'
            || IsNumbered(line) || line.Contains(" | ", StringComparison.Ordinal);
    }

    private static bool IsNumbered(ReadOnlySpan<char> line)
    {
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            digits++;
        return digits is > 0 and < 10 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ';
    }
}
