using FluentAssertions;
using Xunit;

namespace Haystack.Tests.Scoring;

public sealed class GoldSetTests
{
    [Fact]
    public void Every_reply_gets_its_outcome()
    {
        var wrong = GoldSet.All
            .Select(c => (Case: c, Got: c.Score()))
            .Where(c => c.Got.Outcome != c.Case.Expected)
            .Select(c => $"{c.Case}\n   got {c.Got.Outcome}: {string.Join(" | ", c.Got.Reading)}");
        string.Join("\n", wrong).Should().BeEmpty();
    }

    [Fact]
    public void The_set_is_large_and_no_reply_stands_in_it_twice()
    {
        GoldSet.All.Should().HaveCountGreaterThan(550);
        GoldSet.All.Select(c => (c.Question, c.Response.Content, c.Response.Thinking, c.Response.Stop, c.Grade, c.Response.PromptTokens)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_reading_is_explained()
    {
        GoldSet.All.Should().OnlyContain(c => c.Score().Reading.Count > 0);
    }
}
