using FluentAssertions;
using Haystack.Corpora;
using Haystack.Facts;
using Haystack.Languages;
using Haystack.Tests.Languages;
using Xunit;

namespace Haystack.Tests.Facts;

/// <summary>
/// Planted facts cannot be told from their corpus by the two figures an outlier test would look at first. Noise is left
/// out: whatever is not one of its five sentences stands out in it.
/// </summary>
public sealed class OutlierTests
{
    [Theory]
    [MemberData(nameof(LanguageList.Texts), MemberType = typeof(LanguageList))]
    public void Nine_facts_in_ten_lie_within_the_middle_nine_tenths_of_the_corpus(string name, string language) =>
        Check(name, language, seed: 1, Language.Of(language).IsSpaced ? 200_000 : 80_000, documents: 12);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("chronicle", "en")]
    [InlineData("chronicle", "zh")]
    [InlineData("report", "en")]
    [InlineData("report", "zh")]
    [InlineData("minutes", "en")]
    [InlineData("minutes", "zh")]
    public void Nine_facts_in_ten_lie_there_whatever_the_seed_and_the_length(string name, string language)
    {
        for (ulong seed = 2; seed < 6; seed++)
            Check(name, language, seed, Language.Of(language).IsSpaced ? 1_000_000 : 400_000, documents: 100);
    }

    private static void Check(string name, string language, ulong seed, int characters, int documents)
    {
        var corpus = CorpusLibrary.Load(name, language, new Seed(seed), characters);
        var source = FactLibrary.Load().For(corpus, out _);
        var counts = FactProfile.Words(corpus.Text, language).CountBy(w => w).ToDictionary();
        string[] sentences = [.. Enumerable.Range(0, corpus.SentenceCount).Select(i => corpus.Sentence(i).ToString())];
        double Length(string sentence) => FactProfile.Words(sentence, language).Count;
        double Frequency(string sentence) => FactProfile.Frequency(sentence, counts, language);
        double[] lengths = [.. sentences.Select(Length).Order()];
        double[] frequencies = [.. sentences.Select(Frequency).Order()];
        foreach (var family in FactLibrary.Load().All.Where(f => f.Language.Code == language))
        {
            string[] facts = [.. Enumerable.Range(100, documents)
                .SelectMany(d => source.Create(FactKit.Request(family, (ulong)d, family.Hops.Count))).SelectMany(c => c.Facts).Select(f => f.Text)];
            ShareInside(lengths, facts, Length).Should().BeGreaterThanOrEqualTo(0.9, $"{family.Name}: sentence lengths, {Range(lengths)}");
            // Names and figures count as words that the corpus has not: that is what they are.
            ShareInside(frequencies, facts, Frequency).Should().BeGreaterThanOrEqualTo(0.9, $"{family.Name}: word frequencies, {Range(frequencies)}");
        }
    }

    private static double ShareInside(double[] sorted, string[] facts, Func<string, double> measure) =>
        facts.Count(f => measure(f) is var value && value >= sorted[sorted.Length / 20] && value <= sorted[sorted.Length * 19 / 20]) / (double)facts.Length;

    private static string Range(double[] sorted) => $"the corpus's own are {sorted[sorted.Length / 20]:0.00} to {sorted[sorted.Length * 19 / 20]:0.00}";
}
