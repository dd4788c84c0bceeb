using System.Collections.Frozen;
using System.Globalization;

namespace Haystack.Scoring;

/// <summary>Reads numbers written in digits: separators, ordinal endings, attached units, scale words.</summary>
internal static class DigitNumerals
{
    /// <summary>A decimal holds 28 digits whatever they are; a longer number is no planted value.</summary>
    private const int MostDigits = 24;

    private static readonly FrozenSet<string> Units = new[]
    {
        "kg", "g", "mg", "t", "km", "m", "cm", "mm", "ft", "in", "lb", "lbs", "oz", "l", "ml", "s", "h", "hrs", "min", "usd", "eur", "gbp",
        "x", "pcs", "days", "years",
    }.ToFrozenSet();

    /// <summary>The number whose first digits are token <paramref name="at"/>; null where they belong to something longer.</summary>
    public static ParsedNumber? At(Passage passage, int at)
    {
        // "B25" and "v2.25" are labels, not numbers.
        if (passage.IsJoined(at - 1) && passage.Is(at - 1, TokenKind.Word))
            return null;
        var (digits, last) = Grouped(passage, at);
        var fraction = "";
        if (passage.IsMark(last + 1, '.') && passage.Is(last + 2, TokenKind.Digits) && passage.IsJoined(last) && passage.IsJoined(last + 1))
        {
            fraction = passage.Tokens[last + 2].Text.TrimEnd('0');
            last += 2;
        }

        if (digits.Length + fraction.Length > MostDigits)
            return null;
        var value = decimal.Parse(fraction.Length == 0 ? digits : $"{digits}.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (IsMinus(passage, at))
            value = -value;

        if (passage.IsJoined(last) && passage.Is(last + 1, TokenKind.Word))
        {
            var suffix = passage.Tokens[last + 1].Text.ToLowerInvariant();
            if (WordNumerals.IsFigureOrdinal(suffix))
                return new ParsedNumber(value, last + 1, false);
            return Units.Contains(suffix) ? new ParsedNumber(value, last + 1, false) : null;
        }

        if (passage.Is(last + 1, TokenKind.Han) && ChineseNumerals.Scaled(passage, value, last) is { } mixed)
            return mixed;
        return WordNumerals.Scaled(passage, value, last) is { } scaled
            ? scaled
            : new ParsedNumber(value, last, false);
    }

    /// <summary>Joins 1,234,567 and 1 234 567 and 1.234.567 and 1'234'567; one kind of separator in one number.</summary>
    private static (string Digits, int Last) Grouped(Passage passage, int at)
    {
        var digits = passage.Tokens[at].Text;
        if (digits.Length > 3 || digits[0] == '0')
            return (digits, at);
        foreach (var separator in ",.'_ ")
        {
            var (joined, last) = Joined(passage, at, separator);
            if (last > at)
                return (joined, last);
        }

        return (digits, at);
    }

    private static (string Digits, int Last) Joined(Passage passage, int at, char separator)
    {
        var digits = passage.Tokens[at].Text;
        var last = at;
        while (digits.Length <= MostDigits)
        {
            var next = separator == ' ' ? last + 1 : last + 2;
            if (!passage.Is(next, TokenKind.Digits) || passage.Tokens[next].Text.Length != 3)
                break;
            var isThere = separator == ' '
                ? passage.Tokens[next].Start == passage.Tokens[last].End + 1
                : passage.IsMark(last + 1, separator) && passage.IsJoined(last) && passage.IsJoined(last + 1);
            if (!isThere)
                break;
            digits += passage.Tokens[next].Text;
            last = next;
        }

        return (digits, last);
    }

    private static bool IsMinus(Passage passage, int at) =>
        passage.IsMark(at - 1, '-') && passage.IsJoined(at - 1) && !passage.IsJoined(at - 2);
}
