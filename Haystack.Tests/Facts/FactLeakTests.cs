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
    public void Nothing_gives_an_answer_away_in_ten_thousand_documents_of_each_language() => CheckDocuments(20_000 / FactKit.Shapes().Count());

    [Fact]
    [Trait("Category", "Slow")]
    public void A_run_of_ten_thousand_documents_repeats_no_chain()
    {
        foreach (var family in FactLibrary.Load().All)
        {
            var source = FactKit.Source(family.Language.Code);
            HashSet<string> seen = [];
            for (ulong seed = 0; seed < 10_000; seed++)
            {
                foreach (var chain in source.Create(FactKit.Request(family, seed)).Where(c => !c.IsOrphan))
                    seen.Add(string.Join('|', chain.Values.Order(StringComparer.Ordinal))).Should().BeTrue($"{family.Language.Code}/{family.Name}: {string.Join(", ", chain.Values)}");
            }
        }
    }

    private static void CheckDocuments(int documents)
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var source = FactKit.Source(family.Language.Code);
            for (ulong seed = 0; seed < (ulong)documents; seed++)
                Leaks(family, source.Create(FactKit.Request(family, seed, hops))).Should().BeEmpty($"{family.Language.Code}/{family.Name}, {hops} hops, seed {seed}");
        }
    }

    /// <summary>Every breach of the rules in a document, in words.</summary>
    private static IEnumerable<string> Leaks(Family family, IReadOnlyList<FactChain> chains)
    {
        HashSet<string> values = [];
        foreach (var chain in chains)
        {
            foreach (var value in chain.Values)
            {
                if (!values.Add(value))
                    yield return $"'{value}' belongs to two chains";
                if (chains.Any(c => c != chain && c.Facts.Any(f => Holds(f.Text, value))))
                    yield return $"'{value}' stands in another chain's fact";
            }

            foreach (var leak in chain.Questions.SelectMany(q => Leaks(family, chain, q, chains)))
                yield return $"{leak}: {chain.Questions[0].Text}";
        }
    }

    private static IEnumerable<string> Leaks(Family family, FactChain chain, Question question, IReadOnlyList<FactChain> chains)
    {
        (FactChain Chain, int Hop)[] stating = [.. chains.SelectMany(c => c.Facts.Where(f => Holds(f.Text, question.Answer)).Select(f => (c, f.Hop)))];
        if (!question.Accepted.Contains(question.Answer))
            yield return "the answer is not accepted";
        if (question.Intermediates.Any(v => Holds(question.Text, v) || v == question.Answer))
            yield return "an intermediate value stands in the question";
        if (question.Arm is Arm.First or Arm.Second)
        {
            if (stating.Length == 0 || stating.Any(s => s.Chain != chain) || Holds(question.Text, question.Answer))
                yield return $"{question.Arm}: the answer is not in its fact alone";
        }
        else if (question.Kind == AnswerKind.Choice)
        {
            if (question.Choices.Count != 2 || !question.Choices.Contains(question.Answer) || !question.Choices.All(c => Holds(question.Text, c)))
                yield return "the question does not offer the answer and one other";
        }
        else
        {
            if (Holds(question.Text, question.Answer))
                yield return "the answer stands in the question";
            if (question.Arm == Arm.Absent && chains.Any(c => c.Values.Contains(question.Answer) || c.Questions.Any(q => Holds(q.Text, question.Answer))))
                yield return "what an orphan lacks is there";
            if (question.Arm == Arm.Absent || family.Rule.IsComputed ? stating.Length > 0 : stating is not [var only] || only != (chain, chain.Hops))
                yield return $"{question.Arm}: the answer stands in {stating.Length} facts";
        }
    }

    private static bool Holds(string text, string value) => text.Contains(value, StringComparison.OrdinalIgnoreCase);
}
