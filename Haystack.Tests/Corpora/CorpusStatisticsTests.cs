using FluentAssertions;
using Haystack.Corpora;
using Haystack.Corpora.Cutting;
using Haystack.Tests.Languages;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Corpora;

public sealed class CorpusStatisticsTests
{
    private static readonly Seed Seed = new(1);

    [Fact]
    public void Words_trigrams_and_tokens_are_counted_by_hand()
    {
        var english = CorpusStatistics.Of(SentenceCutter.Cut("x", "en", "The cat sat. The cat sat down; it's so."));
        english.Should().BeEquivalentTo(new { Sentences = 2, Words = 9, Vocabulary = 6 });
        english.DistinctTrigramShare.Should().BeApproximately(6.0 / 7, 1e-12);
        english.Tokens.Should().Be(TiktokenModelTokenizer.ForEncoding("o200k_base").Count(" \n\nThe cat sat. The cat sat down; it's so."));

        var chinese = CorpusStatistics.Of(SentenceCutter.Cut("x", "zh", "天下雨。天下雨了。"));
        chinese.Should().BeEquivalentTo(new { Sentences = 2, Words = 7, Vocabulary = 4 });
        chinese.DistinctTrigramShare.Should().BeApproximately(4.0 / 5, 1e-12);
    }

    [Theory]
    [MemberData(nameof(LanguageList.Registers), MemberType = typeof(LanguageList))]
    public void Every_small_sentence_length_occurs_several_times_in_any_200_000_characters(string language, string register)
    {
        const int Window = 200_000;
        var tokenizer = TiktokenModelTokenizer.ForEncoding("o200k_base");
        var corpus = ProceduralCorpus.Create(Seed, language, register, 2 * Window);
        for (var from = 0; from + Window <= corpus.Text.Length; from += Window)
        {
            var lengths = new int[41];
            for (var i = 0; i < corpus.SentenceCount; i++)
            {
                if (corpus.Boundaries[i] >= from && corpus.Boundaries[i + 1] <= from + Window)
                    lengths[Math.Min(40, tokenizer.Count(corpus.Sentence(i)))]++;
            }

            lengths[5..].Should().OnlyContain(n => n >= 3);
        }
    }

    [Fact]
    public void Noise_is_as_poor_as_it_is_said_to_be() =>
        CorpusStatistics.Of(CorpusLibrary.Load("noise", "en", Seed, 50_000)).DistinctTrigramShare.Should().BeLessThan(0.01);
}
