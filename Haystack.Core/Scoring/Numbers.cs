namespace Haystack.Scoring;

/// <summary>Reads one number in digits, English words or Chinese numerals.</summary>
internal static class Numbers
{
    /// <summary>The number that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedNumber? At(Passage passage, int at, ReadingRules rules) => passage.Tokens[at].Kind switch
    {
        TokenKind.Digits => DigitNumerals.At(passage, at, rules),
        TokenKind.Word when rules.NumberWords => EnglishNumerals.At(passage, at, rules),
        TokenKind.Han when rules.ChineseNumerals => ChineseNumerals.At(passage, at, rules),
        _ => null,
    };
}
