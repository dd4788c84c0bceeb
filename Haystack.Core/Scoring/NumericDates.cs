using System.Globalization;

namespace Haystack.Scoring;

/// <summary>Reads 1887-03-05, 1887/3/5, 05.03.1887 and 03/05/1887 (which has two readings).</summary>
internal static class NumericDates
{
    /// <summary>The date that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedDate? At(Passage passage, int at)
    {
        if (!IsTriple(passage, at, out var separator) || (passage.IsJoined(at - 1) && !passage.Is(at - 1, TokenKind.Han)
            && (passage.Is(at - 1, TokenKind.Word) || passage.IsMark(at - 1, separator))))
            return null;
        var (a, b, c) = (Part(passage, at), Part(passage, at + 2), Part(passage, at + 4));
        var last = at + 4;
        if (passage.Tokens[at].Text.Length == 4)
            return Checked(new DateValue(a, b, c), last);
        if (passage.Tokens[last].Text.Length != 4)
            return null;
        var dayFirst = new DateValue(c, b, a);
        var monthFirst = new DateValue(c, a, b);
        // Dots are the continental form: day first.
        if (separator == '.' || !monthFirst.IsPossible || a == b)
            return Checked(dayFirst, last);
        return dayFirst.IsPossible ? new ParsedDate(monthFirst, last, dayFirst) : Checked(monthFirst, last);
    }

    private static ParsedDate? Checked(DateValue value, int last) => value.IsPossible ? new ParsedDate(value, last) : null;

    private static bool IsTriple(Passage passage, int at, out char separator)
    {
        separator = passage.Is(at + 1, TokenKind.Mark) ? passage.Tokens[at + 1].Text[0] : ' ';
        return separator is '-' or '/' or '.'
            && passage.IsMark(at + 3, separator)
            && passage.Is(at, TokenKind.Digits) && passage.Is(at + 2, TokenKind.Digits) && passage.Is(at + 4, TokenKind.Digits)
            && Enumerable.Range(at, 4).All(passage.IsJoined)
            && new[] { at, at + 2, at + 4 }.All(i => passage.Tokens[i].Text.Length <= 4);
    }

    private static int Part(Passage passage, int at) => int.Parse(passage.Tokens[at].Text, CultureInfo.InvariantCulture);
}
