using System.Reflection;
using FluentAssertions;
using Haystack.Scoring;
using Xunit;

namespace Haystack.Tests.Scoring;

public sealed class AblationTests
{
    [Fact]
    public void Every_rule_decides_a_reply_of_the_gold_set()
    {
        var right = GoldSet.All.Where(c => c.Score(ReadingRules.All).Outcome == c.Expected).ToList();
        var idle = typeof(ReadingRules).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.PropertyType == typeof(bool))
            .Where(p => right.TrueForAll(c => c.Score(Without(p)).Outcome == c.Expected))
            .Select(p => p.Name)
            .ToList();
        string.Join(", ", idle).Should().BeEmpty("each of these rules can be switched off without any reply noticing");
    }

    private static ReadingRules Without(PropertyInfo rule)
    {
        var rules = ReadingRules.All with { };
        rule.SetValue(rules, false);
        return rules;
    }
}
