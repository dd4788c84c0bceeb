using FluentAssertions;
using Haystack.Languages;
using Xunit;

namespace Haystack.Tests.Languages;

public sealed class LanguageTests
{
    [Theory]
    [MemberData(nameof(LanguageList.All), MemberType = typeof(LanguageList))]
    public void A_languages_words_agree_with_each_other(string code)
    {
        var language = Language.Of(code);
        Enumerable.Range(0, 100).Select(language.Counting).Should().OnlyHaveUniqueItems();
        Enumerable.Range(1, 9).Select(language.YearOf).Should().OnlyHaveUniqueItems();
        if (language.Numbers is not { } numbers)
            return;
        for (var number = 1; number < 100; number++)
        {
            var parts = language.Counting(number).ToLowerInvariant().Split('-').SelectMany(numbers.Split).ToList();
            parts.Sum(p => numbers.IsPart(p, out var value, out _) ? value : 1_000).Should().Be(number, language.Counting(number));
        }

        numbers.Days.Should().HaveCount(31).And.OnlyContain(d => d.Count > 0);
        language.Dates!.MonthNames.Should().OnlyContain(m => language.Dates.Months.ContainsKey(m.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("noise: [", "nois: [", "words.yaml, line")]
    [InlineData("spaces: yes", "spaces: perhaps", "'spaces' is yes or no")]
    [InlineData("third, ", "", "'years' has 8 entries, not 9")]
    [InlineData("he: [he, she], ", "", "'pronouns' lacks 'he'")]
    [InlineData("self: [himself, herself]", "self: [himself]", "pronoun 'self' is given for a man and a woman")]
    [InlineData("[January, ", "[", "'months' has 11 names, not 12")]
    [InlineData("hundred: 100", "hundred: many", "'many' is not a whole number")]
    public void A_broken_file_is_refused_with_its_name_its_line_and_the_reason(string from, string to, string reason)
    {
        var text = EmbeddedText.Read($"Languages/{SweepDefaults.Language}/words.yaml");
        var broken = text.Replace(from, to, StringComparison.Ordinal);
        broken.Should().NotBe(text);
        FluentActions.Invoking(() => Language.Read("xx", broken)).Should().Throw<HaystackException>().WithMessage($"*xx/words.yaml, line *{reason}*".Replace("words.yaml, line *words.yaml, line", "words.yaml, line", StringComparison.Ordinal));
    }

    [Fact]
    public void There_is_no_language_of_another_code() =>
        FluentActions.Invoking(() => Language.Of("xx")).Should().Throw<HaystackException>().WithMessage("there is no language 'xx'; there are *en*");
}
