namespace Haystack.Tests.Tokenization;

/// <summary>Texts made of characters that pre-tokenizers treat apart, a few kinds at a time so that they meet often.</summary>
internal static class CutTexts
{
    private static readonly string[] Bits =
    [
        // White space and what looks like it.
        " ", " ", "  ", "   ", "\n", "\n\n", "\r", "\r\n", "\t", "\u000B", "\u000C", "\u0085", "\u00A0", "\u2028", "\u3000", "\u200B", "\u200C", "\u200D", "\u001C", "\u0000", "\u007F", "\uFEFF",

        // Letters: cases, title case, modifiers, scripts that some rule names, beyond the BMP, newer than Unicode 15.
        "a", "b", "Z", "AB", "abc", "ABc", "é", "É", "ß", "ſ", "ǅ", "ǲ", "ʰ", "ª", "ΐ", "Ω", "ж", "Ж", "Ⴀ", "ა", "Ა", "ꭰ", "Ꭰ", "ا", "א", "ह", "ิ", "ก", "ກ", "က", "ក", "ᄀ", "가", "中", "文", "𠀀", "豈",
        "\uFA6E", "ぁ", "ア", "ｱ", "ㄅ", "〇", "々", "𝐀", "𐐀", "𐐨", "𞤀", "ꡀ", "\u1C89", "\uA7CB", "\U00016D43", "\U0002FA1F",

        // Numbers of every kind.
        "0", "1", "12", "123", "1234", "12345", "123456", "1234567", "٣", "४", "４", "½", "²", "𝟏", "一", "①", "Ⅷ", "ⅷ", "ⓐ", "\U00010D40",

        // Contractions, punctuation and symbols.
        "'", "'s", "'S", "'ſ", "'t", "'re", "'RE", "'Ve", "'m", "'ll", "'lL", "'d", "’s", ".", ",", "!", "?", ";", ":", "-", "—", "_", "(", ")", "[", "]", "{", "}", "<", ">", "=", "+", "*", "/", "\\", "|",
        "&", "^", "%", "$", "#", "@", "~", "`", "\"", "”", "“", "。", "，", "、", "！", "？", "：", "；", "「", "」", "…", "·", "〜", "～", "។", "।", "۔", "،", "€", "©", "→", "∑", "\u2427",

        // Marks, emoji, private use, unassigned, look-alikes.
        "😀", "👩‍👩‍👧", "🇩🇪", "\U0001FAE9", "\uFE0F", "\u0301", "\u0903", "\u20DD", "\u0897", "\uE000", "\u0378", "\uFFFD", "\U000E0061", "\uD83D", "<|endoftext|>", "<0x0A>", "▁", "<sentinel:12>", "IMGIMGABZ",
    ];

    /// <summary>The same ones every time.</summary>
    public static IEnumerable<string> Some(int count)
    {
        var stream = new Seed(77).Stream();
        for (var i = 0; i < count; i++)
        {
            var few = Enumerable.Range(0, 1 + stream.Next(6)).Select(_ => stream.Pick(Bits)).ToArray();
            yield return string.Concat(Enumerable.Range(0, 1 + stream.Next(14)).Select(_ => stream.Next(3) == 0 ? stream.Pick(Bits) : stream.Pick(few)));
        }
    }
}
