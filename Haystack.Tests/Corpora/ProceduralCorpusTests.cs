using FluentAssertions;
using Haystack.Corpora;
using Xunit;

namespace Haystack.Tests.Corpora;

public sealed class ProceduralCorpusTests
{
    [Theory]
    [InlineData("en", "chronicle")]
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
    [InlineData("en", "chronicle")]
    public void No_sentence_occurs_twice(string language, string register) => AssertNoSentenceTwice(language, register, 900_000);

    private static void AssertNoSentenceTwice(string language, string register, int characters)
    {
        var corpus = ProceduralCorpus.Create(new Seed(3), language, register, characters);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < corpus.SentenceCount; i++)
        {
            var sentence = corpus.Sentence(i).Trim().ToString();
            seen.Add(sentence).Should().BeTrue("{0} should stand once", sentence);
        }
    }
}
