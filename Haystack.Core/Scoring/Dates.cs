namespace Haystack.Scoring;

/// <summary>Reads one date in any of the forms that replies use.</summary>
internal static class Dates
{
    /// <summary>The date that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedDate? At(Passage passage, int at, ReadingRules rules)
    {
        if (rules.RelativeDates && RelativeDates.At(passage, at, rules) is { } relative)
            return relative;
        return AbsoluteAt(passage, at, rules) is { } date
            ? rules.RelativeDates && RelativeDates.After(passage, date, rules) is { } moved ? moved : date
            : null;
    }

    /// <summary>The date that starts at token <paramref name="at"/>, taken as it stands.</summary>
    public static ParsedDate? AbsoluteAt(Passage passage, int at, ReadingRules rules)
    {
        if (rules.NumericDates && NumericDates.At(passage, at) is { } numeric)
            return numeric;
        if (rules.ChineseDates && ChineseDates.At(passage, at, rules) is { } chinese)
            return chinese;
        if (rules.EnglishDates && EnglishDates.At(passage, at, rules) is { } english)
            return english;
        return YearAt(passage, at);
    }

    private static ParsedDate? YearAt(Passage passage, int at)
    {
        var isYear = passage.Is(at, TokenKind.Digits) && passage.Tokens[at].Text is { Length: 4 } text && text[0] != '0';
        var isLabel = passage.IsJoined(at - 1) && passage.Is(at - 1, TokenKind.Word);
        return isYear && !isLabel
            ? new ParsedDate(new DateValue(int.Parse(passage.Tokens[at].Text, System.Globalization.CultureInfo.InvariantCulture), null, null), at)
            : null;
    }
}
