namespace Haystack.Scoring;

/// <summary>Reads 1887年3月5日 and 一八八七年三月五号, and their parts.</summary>
internal static class ChineseDates
{
    /// <summary>The date that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedDate? At(Passage passage, int at)
    {
        int? year = null;
        int? month = null;
        int? day = null;
        var last = -1;
        var next = at;
        if (Part(passage, next, "年") is { } y && y.Value is >= 1000 and <= 9999)
        {
            year = y.Value;
            last = y.Last;
            next = last + 1;
        }

        if (Part(passage, next, "月") is { } m)
        {
            month = m.Value;
            last = m.Last;
            next = last + 1;
            if ((Part(passage, next, "日") ?? Part(passage, next, "号")) is { } d)
            {
                day = d.Value;
                last = d.Last;
            }
        }

        var value = new DateValue(year, month, day);
        return last >= 0 && value.IsPossible ? new ParsedDate(value, last) : null;
    }

    private static (int Value, int Last)? Part(Passage passage, int at, string unit)
    {
        if (at >= passage.Tokens.Count)
            return null;
        var number = passage.Tokens[at].Kind switch
        {
            TokenKind.Digits => DigitsAt(passage, at),
            TokenKind.Han => ChineseNumerals.At(passage, at),
            _ => null,
        };
        return number is { } n && n.Value is >= 1 and <= 9999 && passage.Is(n.Last + 1, TokenKind.Han) && passage.Tokens[n.Last + 1].Text == unit
            ? ((int)n.Value, n.Last + 1)
            : null;
    }

    private static ParsedNumber? DigitsAt(Passage passage, int at) => passage.Tokens[at].Text.Length <= 4
        ? new ParsedNumber(int.Parse(passage.Tokens[at].Text, System.Globalization.CultureInfo.InvariantCulture), at, false)
        : null;
}
