using FluentAssertions;
using Haystack.Facts;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class FactLeakTests
{
    [Fact]
    public void Nothing_gives_an_answer_away() => CheckDocuments(40);

    [Fact]
    [Trait("Category", "Slow")]
    public void Nothing_gives_an_answer_away_in_ten_thousand_documents() => CheckDocuments(10_000 / FactKit.Shapes().Count());

    [Fact]
    [Trait("Category", "Slow")]
    public void A_run_of_ten_thousand_documents_repeats_no_chain()
    {
        foreach (var language in FactLibrary.Load().Languages)
        {
            var source = FactKit.Source(language);
            var family = FactLibrary.Load().Find(language, "link");
            HashSet<string> seen = [];
            for (ulong seed = 0; seed < 10_000; seed++)
            {
                foreach (var chain in source.Create(FactKit.Request(family, seed)))
                    seen.Add(string.Join('|', chain.Values.Order(StringComparer.Ordinal))).Should().BeTrue();
            }
        }
    }

    private static void CheckDocuments(int documents)
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var source = FactKit.Source(family.Language.Code);
            for (ulong seed = 0; seed < (ulong)documents; seed++)
                Check(family, source.Create(FactKit.Request(family, seed, hops)), $"{family.Language.Code}/{family.Name}, {hops} hops, seed {seed}");
        }
    }

    private static void Check(Family family, IReadOnlyList<FactChain> chains, string where)
    {
        var facts = chains.SelectMany(c => c.Facts.Select(f => (Chain: c, f.Hop, f.Text))).ToList();
        var values = chains.SelectMany(c => c.Values).ToList();
        values.Should().OnlyHaveUniqueItems(where);
        foreach (var chain in chains)
        {
            // A chain's values stand in its own facts and in no other chain's.
            foreach (var value in chain.Values)
                facts.Where(f => f.Chain != chain && f.Text.Contains(value, StringComparison.OrdinalIgnoreCase)).Should().BeEmpty(where);
            foreach (var question in chain.Questions)
                CheckQuestion(family, chain, question, facts.Select(f => (f.Chain, f.Hop, f.Text)).ToList(), where);
        }
    }

    private static void CheckQuestion(Family family, FactChain chain, Question question, List<(FactChain Chain, int Hop, string Text)> facts, string where)
    {
        var stating = facts.Where(f => f.Text.Contains(question.Answer, StringComparison.OrdinalIgnoreCase)).ToList();
        question.Accepted.Should().Contain(question.Answer, where);
        if (question.Arm is Arm.First or Arm.Second)
        {
            stating.Should().NotBeEmpty(where).And.OnlyContain(f => f.Chain == chain, where);
            question.Text.Should().NotContain(question.Answer, where);
            return;
        }

        if (question.Kind == AnswerKind.Choice)
        {
            question.Choices.Should().HaveCount(2, where).And.Contain(question.Answer, where);
            question.Choices.Should().OnlyContain(c => question.Text.Contains(c, StringComparison.Ordinal), where);
        }
        else
        {
            question.Text.Should().NotContainEquivalentOf(question.Answer, where);
            if (question.Arm == Arm.Absent || family.Rule.IsComputed)
                stating.Should().BeEmpty(where);
            else
                stating.Should().ContainSingle(where).Which.Should().Match<(FactChain Chain, int Hop, string Text)>(f => f.Chain == chain && f.Hop == chain.Hops, where);
        }

        question.Intermediates.Should().OnlyContain(v => !question.Text.Contains(v, StringComparison.OrdinalIgnoreCase), where);
        question.Intermediates.Should().NotContain(question.Answer, where);
    }
}
