namespace Haystack.Scoring;

/// <summary>Reads one date in any of the forms that replies use.</summary>
internal static class Dates
{
    /// <summary>The date that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedDate? At(Passage passage, int at)
    {
        if (RelativeDates.At(passage, at) is { } relative)
            return relative;
        return AbsoluteAt(passage, at) is { } date
            ? RelativeDates.After(passage, date) is { } moved ? moved : date
            : null;
    }

    /// <summary>The date that starts at token <paramref name="at"/>, taken as it stands.</summary>
    public static ParsedDate? AbsoluteAt(Passage passage, int at)
    {
        if (NumericDates.At(passage, at) is { } numeric)
            return numeric;
        if (ChineseDates.At(passage, at) is { } chinese)
            return chinese;
        if (WordDates.In(passage, at) is { } worded)
            return worded;
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
