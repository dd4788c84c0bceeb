using CsCheck;
using FluentAssertions;
using Haystack.Scoring;
using Xunit;

namespace Haystack.Tests.Scoring;

public sealed class NumeralTests
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    [Fact]
    public void English_words_read_back_as_the_number_they_were_written_from() =>
        Gen.Int[0, 999_999_999].Sample(n => Read(English(n)).Should().Be(n, English(n)), iter: 2_000);

    [Fact]
    public void Chinese_numerals_read_back_as_the_number_they_were_written_from() =>
        Gen.Int[1, 999_999_999].Sample(n => Read(Chinese(n)).Should().Be(n, Chinese(n)), iter: 2_000);

    [Fact]
    public void Grouped_digits_read_back_as_the_number_they_were_written_from() =>
        Gen.Int[0, int.MaxValue].Sample(
            n => Read(n.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)).Should().Be(n), iter: 500);

    [Theory]
    [InlineData("一百二", 120)]
    [InlineData("一千二", 1_200)]
    [InlineData("三万五", 35_000)]
    [InlineData("一万零三百", 10_300)]
    [InlineData("三亿五千万", 350_000_000)]
    [InlineData("十五", 15)]
    [InlineData("一百一十", 110)]
    [InlineData("一百零十五", 115)]
    [InlineData("两千零五", 2_005)]
    [InlineData("二〇〇五", 2_005)]
    [InlineData("壹万贰仟叁佰肆拾伍", 12_345)]
    [InlineData("3万5千", 35_000)]
    [InlineData("1.2亿", 120_000_000)]
    [InlineData("nineteen hundred and five", 1_905)]
    [InlineData("two dozen", 24)]
    [InlineData("a hundred and one", 101)]
    [InlineData("twenty-third", 23)]
    [InlineData("1.234.567", 1_234_567)]
    [InlineData("2 million", 2_000_000)]
    public void Written_forms_are_known(string text, int value) => Read(text).Should().Be(value);

    [Theory]
    [InlineData("March 5, 1887", "1887-03-05")]
    [InlineData("fifth of March", "-----03-05")]
    [InlineData("29 February 1887", null)]
    [InlineData("29 February 1888", "1888-02-29")]
    [InlineData("31 April", null)]
    [InlineData("the day after 28 February 1888", "1888-02-29")]
    [InlineData("two days after 27 February", null)]
    [InlineData("三月五日", "-----03-05")]
    [InlineData("1887年3月5日之前5天", "1887-02-28")]
    [InlineData("1887年12月31日的次日", "1888-01-01")]
    public void Dates_are_read_and_impossible_ones_are_not(string text, string? key)
    {
        var passage = Passage.From(text);
        var date = Dates.At(passage, 0);
        (date is { } d && d.Last == passage.Tokens.Count - 1 ? d.Value.Key : null).Should().Be(key);
    }

    private static decimal? Read(string text)
    {
        var passage = Passage.From(text);
        return Numbers.At(passage, 0) is { } n && n.Last == passage.Tokens.Count - 1 ? n.Value : null;
    }

    private static string English(int n) => n switch
    {
        < 20 => Small[n],
        < 100 => Tens[n / 10] + (n % 10 == 0 ? "" : "-" + Small[n % 10]),
        < 1_000 => Small[n / 100] + " hundred" + (n % 100 == 0 ? "" : " and " + English(n % 100)),
        < 1_000_000 => English(n / 1_000) + " thousand" + Rest(n % 1_000),
        _ => English(n / 1_000_000) + " million" + Rest(n % 1_000_000),
    };

    private static string Rest(int n) => n == 0 ? "" : (n < 100 ? " and " : " ") + English(n);

    private static string Chinese(int n)
    {
        const string Digits = "零一二三四五六七八九";
        foreach (var (unit, sign) in ((int, string)[])[(100_000_000, "亿"), (10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")])
        {
            if (n < unit)
                continue;
            var rest = n % unit;
            // 零 stands for skipped places.
            var zero = rest > 0 && rest < unit / 10 ? "零" : "";
            return Chinese(n / unit) + sign + (rest == 0 ? "" : zero + Chinese(rest));
        }

        return Digits[n].ToString();
    }
}
