using CsCheck;
using FluentAssertions;
using Haystack.Cli.Rendering;
using Xunit;

namespace Haystack.Tests.Cli;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("\u001b]0;owned\u0007\u001b[2J\u001b[31mred", "\\u{1b}]0;owned\\u{7}\\u{1b}[2J\\u{1b}[31mred")]
    [InlineData("\u009b31mC1\u0085", "\\u{9b}31mC1\\u{85}")]
    [InlineData("over\rwritten\b\u007f", "over\\u{d}written\\u{8}\\u{7f}")]
    [InlineData("a\u202Eb\u2066c\u200Fd\u061Ce", "a\\u{202e}b\\u{2066}c\\u{200f}d\\u{61c}e")]
    [InlineData("tag\U000E0041 selector\uFE0F filler\u3164 joiner\u034F zero\u200B", "tag\\u{e0041} selector\\u{fe0f} filler\\u{3164} joiner\\u{34f} zero\\u{200b}")]
    [InlineData("two\nlines\tand 汉字 and 👩", "two\nlines\tand 汉字 and 👩")]
    public void What_could_move_a_terminal_is_shown_as_a_code(string text, string shown) => TerminalText.Clean(text).Should().Be(shown);

    [Fact]
    public void Nothing_that_a_terminal_would_obey_survives_in_any_text() =>
        Gen.Char.Array[0, 200].Select(c => new string(c)).Sample(text =>
        {
            TerminalText.Clean(text).Where(c => c is not ('\n' or '\t')).Should().NotContain(c => char.IsControl(c) || IsDirection(c));
            TerminalText.CleanLine(text).Should().NotContainAny("\n", "\t", "\r", "\u2028", "\u2029", "\u0085");
        });

    [Fact]
    public void Half_of_a_pair_meets_no_other_half() => TerminalText.Clean("half\uD83D of a pair\uDC69").Should().Be("half\\u{d83d} of a pair\\u{dc69}");

    [Fact]
    public void Json_stays_json_and_says_the_same()
    {
        const string text = "tag\U000E0041 mark\u202E escape\u001b music\U0001D173 汉字 👩";
        var line = Json.Line(new { text });
        line.Should().Contain("汉字").And.NotContainAny("\U000E0041", "\u202E", "\u001b", "\U0001D173");
        using var read = System.Text.Json.JsonDocument.Parse(line);
        read.RootElement.GetProperty("text").GetString().Should().Be(text);
    }

    private static bool IsDirection(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    [Theory]
    [InlineData("one two three", 20, "one two three")]
    [InlineData("one two three four", 9, "one two\n  three\n  four")]
    [InlineData("unbreakable word", 5, "unbreakable\n  word")]
    [InlineData("a\nlonger line", 8, "a\nlonger\n  line")]
    public void A_line_that_is_too_long_for_a_terminal_is_broken_between_words(string text, int columns, string lines) =>
        Haystack.Cli.Rendering.BrokenLines.At(text, columns).Should().Be(lines);
}
