using System.Text;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Languages;
using Haystack.Tests.Languages;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class ClearedPoolsTests
{
    [Theory]
    [MemberData(nameof(LanguageList.All), MemberType = typeof(LanguageList))]
    public void What_a_corpus_contains_is_never_planted_and_a_notice_says_so(string language)
    {
        var library = FactLibrary.Load();
        var family = library.Find(language, "link");
        var request = FactKit.Request(family, 11, hops: 5, chains: 6);
        var planted = FactKit.Source(language).Create(request).SelectMany(c => c.Values).Distinct().ToList();
        var corpus = FactKit.Corpus(language, string.Join(Language.Of(language).IsSpaced ? ". Then " : "，还有", planted));

        var chains = library.For(corpus, out var notices).Create(request);

        chains.SelectMany(c => c.Values.Concat(c.Questions.Select(q => q.Answer))).Should().NotIntersectWith(planted);
        notices.Should().NotBeEmpty().And.OnlyContain(n => n.StartsWith("corpus 'plain' contains ", StringComparison.Ordinal) && !n.Contains('\n'));
        notices.Should().Contain(n => n.Contains("pool 'person'", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_whole_words_of_an_English_corpus_count()
    {
        var source = FactLibrary.Load();
        var name = FactKit.Source("en").Create(FactKit.Request(source.Find("en", "link"), 1))[0].Values[0];
        source.For(FactKit.Corpus("en", $"The {name}ish way, and un{name}."), out var none);
        none.Should().BeEmpty();
        source.For(FactKit.Corpus("en", $"The \"{name}\" way."), out var one);
        one.Should().ContainSingle().Which.Should().Contain(name);
    }

    [Fact]
    public void Numbers_and_dates_of_the_corpus_are_neither_planted_nor_answers()
    {
        var library = FactLibrary.Load();
        var everyNumber = string.Join(" and ", Enumerable.Range(200, 790).Where(n => n % 3 != 0));
        var source = library.For(FactKit.Corpus("en", $"They counted {everyNumber}; and 1,204 on March 14, 1850."), out var notices);
        for (ulong seed = 0; seed < 30; seed++)
        {
            foreach (var question in source.Create(FactKit.Request(library.Find("en", "sum"), seed)).SelectMany(c => c.Questions).Where(q => q.Kind == AnswerKind.Number))
                (int.Parse(question.Answer) % 3 == 0 || int.Parse(question.Answer) > 989).Should().BeTrue(question.Answer);
        }

        notices.Should().Contain(n => n.Contains("pool 'date' (14 March 1850)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "They had seven hundred and forty-two of them.", "742")]
    [InlineData("en", "Three hundred went, two thousand one hundred and five\ncame, a hundred stayed.", "300,2105,100")]
    [InlineData("en", "Nineteen Hundred; two hundred twelve; hundreds of thousands; a hundredweight of five.", "1900,212")]
    [InlineData("zh", "送来的一共三百零五件，七四二号，两千一百人，十八个。", "305,742,2100")]
    public void Numbers_in_words_count_as_well(string language, string text, string numbers) =>
        FactLibrary.Load().Find(language, "sum").PoolOf("count").FindIn(text).Should().BeEquivalentTo(numbers.Split(','));

    [Theory]
    [InlineData("en", "On the 14th of March, 1850 it rained.", "14 March 1850")]
    [InlineData("en", "March 21st, 1850; 22nd March 1850; the fourteenth of May 1851.", "21 March 1850,22 March 1850,14 May 1851")]
    [InlineData("en", "The 31st of February 1850, May 1850, 14 May.", "")]
    [InlineData("zh", "一八五〇年三月十四日，1851年12月20日，一八五二年十一月二十八号。", "1850年3月14日,1851年12月20日,1852年11月28日")]
    public void Dates_count_however_they_are_written(string language, string text, string dates) =>
        FactLibrary.Load().Find(language, "order").PoolOf("date").FindIn(text).Should().BeEquivalentTo(dates.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Where_a_corpus_has_all_numbers_of_a_range_larger_ones_are_planted()
    {
        var library = FactLibrary.Load();
        var source = library.For(FactKit.Corpus("en", string.Join(" and ", Enumerable.Range(100, 1_000))), out var notices);
        notices.Should().ContainSingle().Which.Should().Contain("pool 'number'");
        var chains = source.Create(FactKit.Request(library.Find("en", "sum"), 1));
        chains.SelectMany(c => c.Values).Where(v => char.IsDigit(v[0])).Should().OnlyContain(v => v.Length == 4);
    }

    [Fact]
    public void A_corpus_of_ten_megabytes_is_searched_in_a_few_seconds()
    {
        var text = new StringBuilder();
        var random = new Seed(3).Stream();
        while (text.Length < 10_000_000)
        {
            for (var i = random.Next(3, 9); i > 0; i--)
                text.Append((char)('a' + random.Next(26)));
            text.Append(random.Next(50) == 0 ? " 123 May " : random.Next(5) == 0 ? " Al" : " ");
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        FactLibrary.Load().For(FactKit.Corpus("en", text.ToString()), out _);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_corpus_in_a_language_without_facts_and_facts_in_another_language_are_refused()
    {
        FluentActions.Invoking(() => FactLibrary.Load().For(FactKit.Corpus("fr", "Bonjour."), out _))
            .Should().Throw<HaystackException>().WithMessage("corpus 'plain' is in language 'fr', for which there are no facts; there are *en*");
        FluentActions.Invoking(() => FactKit.Source("en").Create(FactKit.Request(FactLibrary.Load().Find("zh", "sum"), 1)))
            .Should().Throw<HaystackException>().WithMessage("facts in language 'zh' do not fit a corpus in language 'en'");
    }
}
