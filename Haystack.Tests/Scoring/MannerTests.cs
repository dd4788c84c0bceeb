using FluentAssertions;
using Xunit;

namespace Haystack.Tests.Scoring;

public sealed class MannerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replies_in_the_manners_of_real_models_are_read_right_or_left_open(bool isHeld)
    {
        var read = MannerSet.Of(isHeld).Select(c => (Case: c, Got: c.Score())).ToList();
        foreach (var group in read.GroupBy(r => $"{r.Case.Family} {r.Case.Language}").OrderBy(g => g.Key).Append(read.GroupBy(_ => "all").First()))
            output.WriteLine(new MannerFigures(group.Key, [.. group]).ToString());
        foreach (var wrong in read.Where(r => !MannerFigures.IsFair(r)).Take(int.Parse(Environment.GetEnvironmentVariable("SHOW") ?? "0")))
            output.WriteLine($"{wrong.Case}\n   got {wrong.Got.Outcome}: {string.Join(" | ", wrong.Got.Reading)}");
        var all = new MannerFigures("all", read);
        all.Fair.Should().BeGreaterThanOrEqualTo(0.97);
        all.FalselyCorrect.Should().BeLessThanOrEqualTo(0.005);
        all.Ambiguous.Should().BeLessThanOrEqualTo(0.10);
        all.AmbiguousInForm.Should().BeLessThanOrEqualTo(0.01);
    }

    [Fact]
    public void The_cases_of_the_issue_are_read_as_two_careful_people_would()
    {
        var wrong = MannerSet.Cases().Select(c => (Case: c, Got: c.Score())).Where(c => c.Got.Outcome != c.Case.Is)
            .Select(c => $"{c.Case}\n   got {c.Got.Outcome}: {string.Join(" | ", c.Got.Reading)}");
        string.Join("\n", wrong).Should().BeEmpty();
    }
}
