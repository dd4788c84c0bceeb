using FluentAssertions;
using Haystack.Facts;
using Haystack.Tests.Facts;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class OracleReaderTests
{
    [Fact]
    public async Task Every_question_of_every_family_language_order_and_arm_is_answered_right()
    {
        using var oracle = ReaderKit.QuickReader("builtin/oracle");
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var source = FactKit.Source(family.Language.Code);
            for (ulong seed = 100; seed < 106; seed++)
            {
                var chains = source.Create(FactKit.Request(family, seed, hops));
                var document = FactKit.Document(chains, seed);
                foreach (var (chain, question) in chains.SelectMany(c => c.Questions.Select(q => (c, q))))
                {
                    var closedBook = question.Arm == Arm.ClosedBook;
                    var answer = await oracle.Ask(FactKit.Prompt(closedBook ? "" : document, question.Text));
                    var expected = closedBook || question.ExpectsAbstention ? null : question.Answer;
                    answer.Should().Be(expected, $"{family.Language.Code}/{family.Name}, {hops} hops, {chain.Order}: {question.Text}");
                }
            }
        }
    }

    [Fact]
    public async Task Every_wording_of_facts_and_questions_is_understood()
    {
        // Each paraphrase in turn, alone with the others of its chain: none may be taken for another family's.
        using var oracle = ReaderKit.QuickReader("builtin/oracle");
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var chain = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 1, hops, chains: 1, orphans: 0))[0];
            HashSet<string> facts = [], questions = [];
            for (ulong seed = 0; seed < 40; seed++)
            {
                var other = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, seed, hops, chains: 1, orphans: 0))[0];
                foreach (var question in other.Questions.Where(q => q.Arm != Arm.ClosedBook))
                {
                    questions.Add(question.Text);
                    var answer = await oracle.Ask(FactKit.Prompt(FactKit.Document([other], seed), question.Text));
                    answer.Should().Be(question.Answer, question.Text);
                }

                facts.UnionWith(other.Facts.Select(f => f.Text));
            }

            facts.Count.Should().BeGreaterThan(60);
            chain.Facts.Should().HaveCount(hops);
        }
    }

    [Fact]
    public async Task A_question_before_the_document_is_found_too()
    {
        using var oracle = ReaderKit.QuickReader("builtin/oracle");
        var family = FactLibrary.Load().Find("en", "link");
        var chains = FactKit.Source("en").Create(FactKit.Request(family, 4));
        var document = FactKit.Document(chains, 4, filler: 12);
        foreach (var question in chains.Take(8).Select(c => c.Questions[0]))
            (await oracle.Ask($"{question.Text}\n\n{document}\n\nAnswer in one line.")).Should().Be(question.Answer);
    }
}
