using FluentAssertions;
using Haystack.Facts;
using Haystack.Facts.Pools;
using Haystack.Tests.Languages;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class DatePoolTests
{
    // What may stand around a date: words, blanks without end, figures that are no year, text without any blank.
    private static readonly string[] Fillers =
        [" and then ", ", ", "\n\n", "   \t ", " 7 ", " 1999 ", " 12345 ", "，后来又过了很久很久才有人提起这件事，", new string('x', 500) + " ", " of ", "; 1,850 of them; "];

    [Theory]
    [MemberData(nameof(LanguageList.All), MemberType = typeof(LanguageList))]
    public void Every_date_of_a_text_is_found_wherever_it_stands(string language)
    {
        var pool = FactLibrary.Load().ByLanguage[language].Pools.Values.OfType<DatePool>().First();
        for (ulong seed = 0; seed < 40; seed++)
        {
            var random = new Seed(seed).Derive("dates").Stream();
            var dates = Enumerable.Range(0, 12).Select(_ => pool.Draw(random).Told).ToList();
            var text = string.Concat(dates.Select(d => random.Pick(Fillers) + random.Pick(pool.Forms(d)))) + random.Pick(Fillers);

            pool.FindIn(text).Should().BeEquivalentTo(dates.Distinct(), "{0}", text);
        }
    }

    [Theory]
    [InlineData("the fourteenth of March,   \n 1850", "14 March 1850")]
    [InlineData("14th of\n\n\nMarch of 1850", "14 March 1850")]
    [InlineData("March 14, 1850/March 15, 1851", "14 March 1850,15 March 1851")]
    [InlineData("114 March 1850, 14 March 18501, 14 March 185", "")]
    public void Looser_ways_of_writing_count_and_longer_numbers_do_not(string text, string dates) =>
        FactLibrary.Load().ByLanguage["en"].Pools.Values.OfType<DatePool>().First()
            .FindIn(text).Should().BeEquivalentTo(dates.Split(',', StringSplitOptions.RemoveEmptyEntries));
}
