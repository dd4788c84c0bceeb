using Haystack.Languages;

namespace Haystack.Scoring;

/// <summary>Reads 5 March 1887, March 5th, 1887, "the fifth of March", "3. März 1887", March 1887, and years in words.</summary>
internal readonly struct WordDates(Passage passage, DateReading words, NumberReading numbers)
{
    private static readonly IReadOnlyList<(DateReading Dates, NumberReading Numbers)> Readings = [.. Wording.Languages
        .Where(l => l.Dates is not null && l.Numbers is not null).Select(l => (l.Dates!, l.Numbers!))];

    /// <summary>The date that starts at token <paramref name="at"/> in the words of any language, the longest; null where none does.</summary>
    public static ParsedDate? In(Passage passage, int at)
    {
        ParsedDate? longest = null;
        foreach (var (dates, numbers) in Readings)
        {
            if (new WordDates(passage, dates, numbers).At(at) is { } date && (longest is null || date.Last > longest.Value.Last))
                longest = date;
        }

        return longest;
    }

    private ParsedDate? At(int at)
    {
        if (passage.Is(at, TokenKind.Digits) && passage.Tokens[at].Text.Length == 4 && YearFirst(at) is { } yearFirst)
            return yearFirst;
        if (MonthAt(at) is { } month)
            return MonthFirst(month.Value, month.Last);
        if (DayAt(at) is not { } day)
            return null;
        var next = IsWord(day.Last + 1, words.Day) ? day.Last + 2 : day.Last + 1;
        next = IsWord(next, words.Of) || IsDash(next) ? next + 1 : next;
        if (MonthAt(next) is not { } after)
            return null;
        var year = YearAt(after.Last + 1);
        return Checked(new DateValue(year?.Value, after.Value, day.Value), year?.Last ?? after.Last);
    }

    private ParsedDate? MonthFirst(int month, int last)
    {
        var next = IsWord(last + 1, words.The) ? last + 2 : last + 1;
        if (DayAt(next) is { } day && Checked(new DateValue(null, month, day.Value), day.Last) is not null)
        {
            var year = YearAt(day.Last + 1);
            return Checked(new DateValue(year?.Value, month, day.Value), year?.Last ?? day.Last);
        }

        // "may" and "march" alone are verbs: a month needs a day or a year beside it.
        return YearAt(last + 1) is { } only ? new ParsedDate(new DateValue(only.Value, month, null), only.Last) : null;
    }

    /// <summary>1887 March 5, 1887-Mar-05, 1887, March 5th.</summary>
    private ParsedDate? YearFirst(int at)
    {
        var next = passage.IsMark(at + 1, ',') || IsDash(at + 1) ? at + 2 : at + 1;
        if (MonthAt(next) is not { } month || DayAt(IsDash(month.Last + 1) ? month.Last + 2 : month.Last + 1) is not { } day)
            return null;
        var year = int.Parse(passage.Tokens[at].Text, System.Globalization.CultureInfo.InvariantCulture);
        return Checked(new DateValue(year, month.Value, day.Value), day.Last);
    }

    /// <summary>15-Dec-1828, 15/Dec/1828: the parts stand together.</summary>
    private bool IsDash(int at) =>
        (passage.IsMark(at, '-') || passage.IsMark(at, '/')) && passage.IsJoined(at - 1) && passage.IsJoined(at);

    private static ParsedDate? Checked(DateValue value, int last) => value.IsPossible ? new ParsedDate(value, last) : null;

    private (int Value, int Last)? MonthAt(int at)
    {
        if (!passage.Is(at, TokenKind.Word) || !words.Months.TryGetValue(passage.Tokens[at].Text.ToLowerInvariant(), out var month))
            return null;
        return (month, passage.IsMark(at + 1, '.') && passage.IsJoined(at) ? at + 1 : at);
    }

    private (int Value, int Last)? DayAt(int at)
    {
        if (passage.Is(at, TokenKind.Digits))
        {
            var text = passage.Tokens[at].Text;
            var isLabel = passage.IsJoined(at - 1) && passage.Is(at - 1, TokenKind.Word);
            if (text.Length > 2 || isLabel)
                return null;
            var isOrdinal = passage.IsJoined(at) && passage.Is(at + 1, TokenKind.Word);
            if (isOrdinal && !numbers.FigureOrdinals.Contains(passage.Tokens[at + 1].Text.ToLowerInvariant()))
                return null;
            return (int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), isOrdinal || (words.HasOrdinalPoint && passage.IsMark(at + 1, '.') && passage.IsJoined(at)) ? at + 1 : at);
        }

        return passage.Is(at, TokenKind.Word) && WordNumerals.At(passage, at, numbers) is { } number
            && number.Value is >= 1 and <= 31
            ? ((int)number.Value, number.Last)
            : null;
    }

    /// <summary>A year after a comma, "of" or nothing: digits, or words such as "eighteen eighty-seven".</summary>
    private (int Value, int Last)? YearAt(int at)
    {
        while (passage.IsMark(at, ',') || IsWord(at, words.BeforeYear) || IsDash(at))
            at++;
        if (IsWord(at, words.The) && IsWord(at + 1, words.Year))
            at += 2;
        else if (IsWord(at, words.Year))
            at++;
        if (passage.Is(at, TokenKind.Digits))
            return passage.Tokens[at].Text is { Length: 3 or 4 } text
                ? (int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), at)
                : null;
        if (!passage.Is(at, TokenKind.Word) || WordNumerals.At(passage, at, numbers) is not { } first)
            return null;
        if (first.Value is >= 1000 and <= 9999)
            return ((int)first.Value, first.Last);
        if (first.Value is < 10 or > 99)
            return null;
        var next = first.Last + 1;
        if (IsWord(next, words.InHundreds))
            next++;
        if (passage.IsMark(next, '-'))
            next++;
        return passage.Is(next, TokenKind.Word) && WordNumerals.At(passage, next, numbers) is { } second && second.Value is >= 1 and <= 99
            ? ((int)(first.Value * 100 + second.Value), second.Last)
            : null;
    }

    private bool IsWord(int at, IReadOnlySet<string> any) =>
        passage.Is(at, TokenKind.Word) && any.Contains(passage.Tokens[at].Text.ToLowerInvariant());
}
