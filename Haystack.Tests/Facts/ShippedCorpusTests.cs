using FluentAssertions;
using Haystack.Corpora;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tests.Inference.Builtin;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class ShippedCorpusTests
{
    [Theory]
    [InlineData("prose", "en")]
    [InlineData("prose", "zh")]
    [InlineData("chronicle", "en")]
    public void A_planted_fact_is_no_longer_and_of_no_rarer_words_than_the_corpus(string name, string language)
    {
        var corpus = CorpusLibrary.Load(name, language, new Seed(1), 50_000);
        var source = FactLibrary.Load().For(corpus, out _);
        var counts = FactProfile.Words(corpus.Text, language).GroupBy(w => w).ToDictionary(g => g.Key, g => g.Count());
        string[] sentences = [.. Enumerable.Range(0, corpus.SentenceCount).Select(i => corpus.Sentence(i).ToString())];
        double[] lengths = [.. sentences.Select(s => (double)FactProfile.Words(s, language).Count).Order()];
        double[] frequencies = [.. sentences.Select(s => FactProfile.Frequency(s, counts, language)).Order()];
        foreach (var family in FactLibrary.Load().All.Where(f => f.Language.Code == language))
        {
            string[] facts = [.. Enumerable.Range(0, 30)
                .SelectMany(seed => source.Create(FactKit.Request(family, (ulong)seed, family.Hops.Count))).SelectMany(c => c.Facts).Select(f => f.Text)];
            var inLength = facts.Count(f => Inside(lengths, FactProfile.Words(f, language).Count));
            inLength.Should().BeGreaterThan(facts.Length * 9 / 10, $"{family.Name}: sentence lengths");
            // Names and numbers are words that the corpus has not, by rule; the common words around them make up for it.
            var middle = facts.Select(f => FactProfile.Frequency(f, counts, language)).Order().ElementAt(facts.Length / 2);
            Inside(frequencies, middle).Should().BeTrue(
                $"{family.Name}: word frequency {middle:0.00}, the corpus's is {frequencies[frequencies.Length / 20]:0.00} to {frequencies[frequencies.Length * 19 / 20]:0.00}");
        }
    }

    [Fact]
    public async Task The_oracle_among_prose_is_scored_correct_in_every_family_language_and_arm()
    {
        using var oracle = ReaderKit.QuickReader("builtin/oracle");
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var language = family.Language.Code;
            var corpus = CorpusLibrary.Load("prose", language, new Seed(1), 10_000);
            var chains = FactLibrary.Load().For(corpus, out _).Create(FactKit.Request(family, 77, hops));
            var document = Plant(corpus, chains);
            var values = chains.SelectMany(c => c.Values).ToList();
            foreach (var question in chains.SelectMany(c => c.Questions))
            {
                var prompt = FactKit.Prompt(question.Arm == Arm.ClosedBook ? "" : document, question.Text);
                var reply = (await oracle.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], cancellationToken: TestContext.Current.CancellationToken)).Text;
                var response = new ModelResponse { Content = reply, Stop = StopCause.Finished, PromptTokens = prompt.Length };
                var score = Scorer.Score(response, question, values, prompt.Length, TokenizerGrade.Exact);
                score.Outcome.Should().Be(question.Arm == Arm.ClosedBook ? Outcome.Abstained : Outcome.Correct, $"{language}/{family.Name} {question.Arm}: {question.Text} {reply}");
            }
        }
    }

    /// <summary>A piece of the corpus with the facts at even distances, the order of each chain kept.</summary>
    private static string Plant(Corpus corpus, IReadOnlyList<FactChain> chains)
    {
        Queue<string> facts = new(chains.SelectMany(c => c.FactsInTextOrder).Select(f => f.Text));
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < 120 || facts.Count > 0; i++)
        {
            text.Append(corpus.Sentence(i));
            if (i % 2 == 1 && facts.TryDequeue(out var fact))
                text.Append(corpus.Language == "en" ? " " : "").Append(fact);
        }

        return text.ToString();
    }

    private static bool Inside(double[] sorted, double value) => value >= sorted[sorted.Length / 20] && value <= sorted[sorted.Length * 19 / 20];
}
