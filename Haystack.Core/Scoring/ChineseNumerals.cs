using System.Globalization;

namespace Haystack.Scoring;

/// <summary>Reads Chinese numerals: everyday, financial, digit by digit, colloquial (一百二), and mixed with digits (3万5千).</summary>
internal static class ChineseNumerals
{
    /// <summary>Signs of a number at most; a longer run of numerals is none.</summary>
    private const int Longest = 40;

    private const string Everyday = "零一二三四五六七八九";
    private const string Financial = "零壹贰叁肆伍陆柒捌玖";

    /// <summary>The number that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedNumber? At(Passage passage, int at)
    {
        var last = at - 1;
        while (last - at < Longest && passage.Is(last + 1, TokenKind.Han) && IsNumeral(passage.Tokens[last + 1].Text[0]) && (last < at || passage.IsJoined(last)))
            last++;
        if (last < at)
            return null;
        var text = string.Concat(Enumerable.Range(at, last - at + 1).Select(i => passage.Tokens[i].Text));
        var value = text.Length > 1 && text.All(c => Digit(c) is not null)
            ? DigitByDigit(text)
            : Compose(text);
        // A single numeral is mostly part of a word (一起, 统一, 万一).
        return value is null ? null : new ParsedNumber(value.Value, last, text.Length == 1);
    }

    /// <summary>Digits before a scale sign, 3万5千 or 12亿; null where no scale sign follows.</summary>
    public static ParsedNumber? Scaled(Passage passage, decimal value, int last)
    {
        var total = 0m;
        var current = value;
        var previous = decimal.MaxValue;
        var end = last;
        while (passage.Is(end + 1, TokenKind.Han) && passage.IsJoined(end)
            && Unit(passage.Tokens[end + 1].Text[0]) is { } unit && unit >= 100 && unit < previous && current < 1_000_000_000m)
        {
            total += current * unit;
            previous = unit;
            current = 0;
            end++;
            if (!passage.Is(end + 1, TokenKind.Digits) || !passage.IsJoined(end) || passage.Tokens[end + 1].Text.Length > 8)
                continue;
            current = decimal.Parse(passage.Tokens[end + 1].Text, CultureInfo.InvariantCulture);
            end++;
        }

        return end == last ? null : new ParsedNumber(total + current, end, false);
    }

    private static decimal? DigitByDigit(string text)
    {
        if (text.Length > 18)
            return null;
        return text.Aggregate(0m, (value, c) => value * 10 + Digit(c)!.Value);
    }

    private static decimal? Compose(string text)
    {
        if (text.Length > Longest)
            return null;
        decimal total = 0, section = 0, digit = 0, lastUnit = 1;
        var hasDigit = false;
        var afterZero = false;
        foreach (var c in text)
        {
            if (Digit(c) is { } d)
            {
                if (hasDigit && digit != 0)
                    return null;
                digit = d;
                hasDigit = true;
                afterZero |= d == 0;
                continue;
            }

            // 廿七 is 27, 卅 is 30.
            if (Tens(c) is { } tens)
            {
                section += tens;
                (lastUnit, digit, hasDigit, afterZero) = (10, 0, false, false);
                continue;
            }

            var unit = Unit(c)!.Value;
            if (unit < 10_000)
            {
                // 十五 is fifteen: a leading ten needs no one.
                section += (digit == 0 && !hasDigit || digit == 0 && afterZero ? 1 : digit) * unit;
            }
            else
            {
                var whole = section + digit;
                if (whole == 0 && total == 0)
                    return null;
                // 一万亿: the greater unit takes all that stands before it.
                total = unit == 100_000_000m ? (total + whole) * unit : total + whole * unit;
                section = 0;
                if (total > 1_000_000_000_000_000m)
                    return null;
            }

            lastUnit = unit;
            digit = 0;
            hasDigit = false;
            afterZero = false;
        }

        // 一百二 is 120, 三千五 is 3500: a bare last digit stands for the next lower unit, unless 零 or 十 comes before it.
        var isColloquial = hasDigit && !afterZero && lastUnit >= 100 && text.Length > 2;
        return total + section + (isColloquial ? digit * lastUnit / 10 : digit);
    }

    private static bool IsNumeral(char c) => Digit(c) is not null || Unit(c) is not null || Tens(c) is not null;

    private static int? Digit(char c)
    {
        if (c == '〇')
            return 0;
        if (c == '两')
            return 2;
        var everyday = Everyday.IndexOf(c, StringComparison.Ordinal);
        if (everyday >= 0)
            return everyday;
        var financial = Financial.IndexOf(c, StringComparison.Ordinal);
        return financial >= 0 ? financial : null;
    }

    private static int? Tens(char c) => c switch
    {
        '廿' => 20,
        '卅' => 30,
        _ => null,
    };

    private static decimal? Unit(char c) => c switch
    {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' or '萬' => 10_000,
        '亿' or '億' => 100_000_000m,
        '拾' => 10,
        '佰' => 100,
        '仟' => 1_000,
        _ => null,
    };
}
