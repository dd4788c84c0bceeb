namespace Haystack.Scoring;

/// <summary>Reads one number in digits, words or Chinese numerals.</summary>
internal static class Numbers
{
    /// <summary>The number that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedNumber? At(Passage passage, int at) => passage.Tokens[at].Kind switch
    {
        TokenKind.Digits => DigitNumerals.At(passage, at),
        TokenKind.Word => WordNumerals.At(passage, at),
        TokenKind.Han => ChineseNumerals.At(passage, at),
        _ => null,
    };
}
