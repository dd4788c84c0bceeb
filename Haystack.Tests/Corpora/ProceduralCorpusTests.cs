using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Tests.Languages;
using Xunit;

namespace Haystack.Tests.Corpora;

public sealed class ProceduralCorpusTests
{
    [Theory]
    [MemberData(nameof(LanguageList.Registers), MemberType = typeof(LanguageList))]
    public void The_same_seed_tells_the_same_and_a_longer_corpus_begins_with_the_shorter(string language, string register)
    {
        var shorter = ProceduralCorpus.Create(new Seed(7), language, register, 50_000);
        var again = ProceduralCorpus.Create(new Seed(7), language, register, 50_000);
        var longer = ProceduralCorpus.Create(new Seed(7), language, register, 120_000);
        var other = ProceduralCorpus.Create(new Seed(8), language, register, 50_000);

        again.Sha256.Should().Be(shorter.Sha256);
        shorter.Text.Length.Should().BeInRange(50_000, 60_000);
        longer.Text.Should().StartWith(shorter.Text);
        longer.Boundaries.Take(shorter.Boundaries.Count).Should().Equal(shorter.Boundaries);
        other.Sha256.Should().NotBe(shorter.Sha256);
    }

    [Theory]
    [MemberData(nameof(LanguageList.Registers), MemberType = typeof(LanguageList))]
    public void No_sentence_occurs_twice(string language, string register) => AssertNoSentenceTwice(language, register, 300_000);

    /// <summary>A million tokens of o200k are about 4.5 million characters of English, 1.2 million of Chinese.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(LanguageList.Registers), MemberType = typeof(LanguageList))]
    public void No_sentence_occurs_twice_within_a_million_tokens(string language, string register)
    {
        var corpus = AssertNoSentenceTwice(language, register, language == "zh" ? 1_500_000 : 5_000_000);
        CorpusStatistics.Of(corpus).Tokens.Should().BeGreaterThan(1_000_000);
    }

    /// <summary>The planted facts use numbers from 200 on, dates with day, month and year, and invented names; filler has none.</summary>
    [Theory]
    [MemberData(nameof(LanguageList.Registers), MemberType = typeof(LanguageList))]
    public void No_number_reaches_200_and_no_template_shows_through(string language, string register)
    {
        var text = ProceduralCorpus.Create(new Seed(5), language, register, 400_000).Text;
        Regex.Matches(text, "(?<![0-9.])([2-9][0-9]{2}|[0-9]{4,})").Should().BeEmpty();
        Regex.Matches(text, @"[{}|@~*]|,,|，，|，、|  |\ba [aeio][a-z]|\bthe the\b| [,.;:]").Select(m => text[Math.Max(0, m.Index - 20)..(m.Index + 10)]).Should().BeEmpty();
    }

    private static Corpus AssertNoSentenceTwice(string language, string register, int characters)
    {
        var corpus = ProceduralCorpus.Create(new Seed(3), language, register, characters);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < corpus.SentenceCount; i++)
        {
            var sentence = corpus.Sentence(i).Trim().ToString();
            seen.Add(sentence).Should().BeTrue("{0} should stand once", sentence);
        }

        return corpus;
    }
}
