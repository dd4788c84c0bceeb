using CsCheck;

namespace Haystack.Tests.Tokenization;

/// <summary>Generators of text that tries to confuse tokenizers.</summary>
internal static class RandomText
{
    private static readonly string[] Bits =
    [
        " ", "  ", "\n", " \n\n", "\r\n", "\t", "a", "The", " the", "'s", "'LL", "ing", "X", "é", "ß", "ſ", "0", "1234", "9,8", "٣", "½",
        ".", ",", "!?", "……", "—", "(", "\"", "”", "/", "_", "<|im_end|>", "。", "，", "！", "：", "「", "他说", "明天", "中", "かな", "ー", "한국",
        "\u0301", "\u0E33", "\u200D", "\uFE0F", "😀", "👍", "𝐀", "𠀀", "𐐨", "\uD83D", "\uDC4D", "\u00A0", "\u3000", "▁", "ά", "Ω", "ж", "ا",
    ];

    /// <summary>Bits of every class in any order, and now and then any UTF-16 at all.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (6, Gen.Int[0, Bits.Length - 1].List[0, 24].Select(list => string.Concat(list.Select(i => Bits[i])))),
        (1, Gen.Char.Array[0, 40].Select(c => new string(c))));
}
