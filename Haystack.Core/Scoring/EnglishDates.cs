using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>Reads 5 March 1887, March 5th, 1887, "the fifth of March", March 1887, and years in words.</summary>
internal static class EnglishDates
{
    private static readonly string[] Names =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    private static readonly FrozenDictionary<string, int> Months = Names
        .Select((name, i) => (name, i + 1))
        .Concat(Names.Select((name, i) => (name[..3], i + 1)))
        .Append(("sept", 9))
        .DistinctBy(m => m.Item1)
        .ToFrozenDictionary(m => m.Item1, m => m.Item2);

    /// <summary>The date that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedDate? At(Passage passage, int at)
    {
        if (passage.Is(at, TokenKind.Digits) && passage.Tokens[at].Text.Length == 4 && YearFirst(passage, at) is { } yearFirst)
            return yearFirst;
        if (MonthAt(passage, at) is { } month)
            return MonthFirst(passage, month.Value, month.Last);
        if (DayAt(passage, at) is not { } day)
            return null;
        var next = IsWord(passage, day.Last + 1, "day") ? day.Last + 2 : day.Last + 1;
        next = IsWord(passage, next, "of") || IsDash(passage, next) ? next + 1 : next;
        if (MonthAt(passage, next) is not { } after)
            return null;
        var year = YearAt(passage, after.Last + 1);
        return Checked(new DateValue(year?.Value, after.Value, day.Value), year?.Last ?? after.Last);
    }

    private static ParsedDate? MonthFirst(Passage passage, int month, int last)
    {
        var next = IsWord(passage, last + 1, "the") ? last + 2 : last + 1;
        if (DayAt(passage, next) is { } day && Checked(new DateValue(null, month, day.Value), day.Last) is not null)
        {
            var year = YearAt(passage, day.Last + 1);
            return Checked(new DateValue(year?.Value, month, day.Value), year?.Last ?? day.Last);
        }

        // "may" and "march" alone are verbs: a month needs a day or a year beside it.
        return YearAt(passage, last + 1) is { } only ? new ParsedDate(new DateValue(only.Value, month, null), only.Last) : null;
    }

    /// <summary>1887 March 5, 1887-Mar-05, 1887, March 5th.</summary>
    private static ParsedDate? YearFirst(Passage passage, int at)
    {
        var next = passage.IsMark(at + 1, ',') || IsDash(passage, at + 1) ? at + 2 : at + 1;
        if (MonthAt(passage, next) is not { } month || DayAt(passage, IsDash(passage, month.Last + 1) ? month.Last + 2 : month.Last + 1) is not { } day)
            return null;
        var year = int.Parse(passage.Tokens[at].Text, System.Globalization.CultureInfo.InvariantCulture);
        return Checked(new DateValue(year, month.Value, day.Value), day.Last);
    }

    /// <summary>15-Dec-1828, 15/Dec/1828: the parts stand together.</summary>
    private static bool IsDash(Passage passage, int at) =>
        (passage.IsMark(at, '-') || passage.IsMark(at, '/')) && passage.IsJoined(at - 1) && passage.IsJoined(at);

    private static ParsedDate? Checked(DateValue value, int last) => value.IsPossible ? new ParsedDate(value, last) : null;

    private static (int Value, int Last)? MonthAt(Passage passage, int at)
    {
        if (!passage.Is(at, TokenKind.Word) || !Months.TryGetValue(passage.Tokens[at].Text.ToLowerInvariant(), out var month))
            return null;
        return (month, passage.IsMark(at + 1, '.') && passage.IsJoined(at) ? at + 1 : at);
    }

    private static (int Value, int Last)? DayAt(Passage passage, int at)
    {
        if (passage.Is(at, TokenKind.Digits))
        {
            var text = passage.Tokens[at].Text;
            var isLabel = passage.IsJoined(at - 1) && passage.Is(at - 1, TokenKind.Word);
            if (text.Length > 2 || isLabel)
                return null;
            var isOrdinal = passage.IsJoined(at) && passage.Is(at + 1, TokenKind.Word);
            if (isOrdinal && (passage.Tokens[at + 1].Text.ToLowerInvariant() is not ("st" or "nd" or "rd" or "th")))
                return null;
            return (int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), isOrdinal ? at + 1 : at);
        }

        return passage.Is(at, TokenKind.Word) && EnglishNumerals.At(passage, at) is { } number
            && number.Value is >= 1 and <= 31
            ? ((int)number.Value, number.Last)
            : null;
    }

    /// <summary>A year after a comma, "of" or nothing: digits, or words such as "eighteen eighty-seven".</summary>
    private static (int Value, int Last)? YearAt(Passage passage, int at)
    {
        while (passage.IsMark(at, ',') || IsWord(passage, at, "of") || IsWord(passage, at, "in") || IsDash(passage, at))
            at++;
        if (IsWord(passage, at, "the") && IsWord(passage, at + 1, "year"))
            at += 2;
        if (passage.Is(at, TokenKind.Digits))
            return passage.Tokens[at].Text is { Length: 3 or 4 } text
                ? (int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), at)
                : null;
        if (!passage.Is(at, TokenKind.Word) || EnglishNumerals.At(passage, at) is not { } first)
            return null;
        if (first.Value is >= 1000 and <= 9999)
            return ((int)first.Value, first.Last);
        if (first.Value is < 10 or > 99)
            return null;
        var next = first.Last + 1;
        if (IsWord(passage, next, "oh") || IsWord(passage, next, "o"))
            next++;
        if (passage.IsMark(next, '-'))
            next++;
        return passage.Is(next, TokenKind.Word) && EnglishNumerals.At(passage, next) is { } second && second.Value is >= 1 and <= 99
            ? ((int)(first.Value * 100 + second.Value), second.Last)
            : null;
    }

    private static bool IsWord(Passage passage, int at, string word) =>
        passage.Is(at, TokenKind.Word) && passage.Tokens[at].Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
