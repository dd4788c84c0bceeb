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
}
