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

    /// <summary>What several prompts share is read once, up to an end of a sentence: the point of "13. Dezember" is none.</summary>
    [Fact]
    public async Task A_fact_is_read_whole_wherever_the_shared_part_of_the_prompts_ends()
    {
        const string sentence = "Aaa aaa aaa. ";
        var lead = string.Concat(Enumerable.Repeat(sentence, 120));
        foreach (var (family, hops) in FactKit.Shapes().Where(s => s.Hops == 2))
        {
            var chain = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 3, hops, chains: 1, orphans: 0))[0];
            var facts = string.Join(' ', chain.Facts.Select(f => f.Text));
            var question = chain.Questions.Single(q => q.Arm == Arm.Pair);
            // A reader keeps what it has read: each place is met by one that has read nothing.
            for (var after = 0; after < facts.Length; after += 3)
            {
                using var oracle = ReaderKit.QuickReader("builtin/oracle");
                var end = $"\n{question.Text}";
                var tail = string.Concat(Enumerable.Repeat(sentence, 80))[..(800 - end.Length - after > 0 ? 800 - end.Length - after : 0)];
                var answer = await oracle.Ask($"{lead}{facts} {tail}{end}");
                answer.Should().Be(question.Answer, $"{family.Language.Code}/{family.Name}, {after} before the end of: {facts}");
            }
        }
    }
}
