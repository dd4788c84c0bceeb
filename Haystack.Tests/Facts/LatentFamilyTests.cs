using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Facts;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed partial class LatentFamilyTests
{
    // Words that carry no content: sharing them finds nothing.
    private static readonly string[] Little =
        ["a", "an", "and", "as", "at", "by", "for", "from", "had", "has", "he", "her", "his", "i", "in", "is", "it", "its", "of", "on", "that", "the", "their", "there", "to", "was", "what", "when", "where", "which", "who", "with", "one", "once", "been"];

    [Fact]
    public void The_first_hop_shares_no_word_of_content_with_the_questions_that_need_it()
    {
        var family = FactLibrary.Load().Find("en", "latent");
        var facts = family.Hops[0].Facts.SelectMany(t => Words(t.Source)).ToHashSet();
        var questions = family.Hops[0].Questions.Concat(family.Pair[2]).SelectMany(t => Words(t.Source)).ToHashSet();
        facts.Intersect(questions).Should().BeEmpty();
    }

    [Fact]
    public void The_first_hop_shares_no_word_of_two_characters_in_Chinese_either()
    {
        var family = FactLibrary.Load().Find("zh", "latent");
        var facts = family.Hops[0].Facts.SelectMany(t => Pairs(t.Source)).ToHashSet();
        var questions = family.Hops[0].Questions.Concat(family.Pair[2]).SelectMany(t => Pairs(t.Source)).ToHashSet();
        facts.Intersect(questions).Should().BeEmpty();
    }

    [Fact]
    public void The_question_names_the_country_and_the_text_its_capital()
    {
        foreach (var language in FactLibrary.Load().Languages)
        {
            var family = FactLibrary.Load().Find(language, "latent");
            var pool = family.PoolOf("land");
            foreach (var chain in FactKit.Source(language).Create(FactKit.Request(family, 5, orphans: 0)))
            {
                var capital = chain.Values.Single(v => pool.ToAsked(v) != v);
                chain.Facts[0].Text.Should().Contain(capital).And.NotContain(pool.ToAsked(capital));
                chain.Questions[0].Text.Should().Contain(pool.ToAsked(capital)).And.NotContain(capital);
            }
        }
    }

    private static IEnumerable<string> Words(string template) =>
        Placeholder().Replace(template, " ").ToLowerInvariant().Split([' ', ',', '.', '?'], StringSplitOptions.RemoveEmptyEntries).Except(Little);

    private static IEnumerable<string> Pairs(string template) => Placeholder().Split(template)
        .SelectMany(p => p.Split('，', '。', '？')).SelectMany(p => p.Zip(p.Skip(1), (a, b) => $"{a}{b}"));

    [GeneratedRegex(@"\{[a-z0-9]+\}")]
    private static partial Regex Placeholder();
}
