using FluentAssertions;
using Haystack.Facts;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class ParaphraseTests
{
    [Fact]
    public void Each_fact_has_eight_paraphrases_and_each_arm_four_questions_in_every_family_and_language()
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var where = $"{family.Language.Code}/{family.Name}, {hops} hops";
            foreach (var hop in family.Hops.Take(hops))
                hop.Facts.Select(t => t.Source).Distinct().Count().Should().BeGreaterThanOrEqualTo(8, $"{where}: facts of hop {hop.Number}");
            Distinct(family.Hops[0].Questions).Should().BeGreaterThanOrEqualTo(4, $"{where}: first");
            Distinct(family.LastHop(hops).Questions).Should().BeGreaterThanOrEqualTo(4, $"{where}: second");
            Distinct(family.Pair[hops]).Should().BeGreaterThanOrEqualTo(4, $"{where}: pair, absent and closed-book, which share their words");
        }
    }

    [Fact]
    public void Documents_use_all_of_them_in_every_arm()
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var source = FactKit.Source(family.Language.Code);
            var chains = Enumerable.Range(0, 12).SelectMany(d => source.Create(FactKit.Request(family, (ulong)d, hops))).ToList();
            foreach (var arm in Enum.GetValues<Arm>())
            {
                var asked = chains.SelectMany(c => c.Questions.Where(q => q.Arm == arm).Select(q => Blank(q.Text, c))).Distinct();
                asked.Count().Should().BeGreaterThanOrEqualTo(4, $"{family.Language.Code}/{family.Name} {arm}");
            }

            for (var hop = 1; hop <= hops; hop++)
            {
                var told = chains.SelectMany(c => c.Facts.Where(f => f.Hop == hop).Select(f => Blank(f.Text, c))).Distinct();
                told.Count().Should().BeGreaterThanOrEqualTo(8, $"{family.Language.Code}/{family.Name} hop {hop}");
            }
        }
    }

    /// <summary>Without what is the chain's own.</summary>
    private static string Blank(string text, FactChain chain)
    {
        foreach (var value in chain.Values.Concat(chain.Questions.SelectMany(q => q.Choices)).OrderByDescending(v => v.Length))
            text = text.Replace(value, "…", StringComparison.Ordinal);
        return text;
    }

    private static int Distinct(IEnumerable<Template> templates) => templates.Select(t => t.Source).Distinct().Count();
}
