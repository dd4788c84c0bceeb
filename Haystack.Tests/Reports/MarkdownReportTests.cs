using FluentAssertions;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void A_summary_has_a_headline_a_picture_and_the_command() =>
        Approve.Text(MarkdownReport.Of(SampleRuns.OneCell, "plots/accuracy (1).png"), extension: "md");

    [Fact]
    public void Every_row_of_the_headline_has_as_many_cells_as_its_head_whatever_models_are_called()
    {
        var lines = MarkdownReport.Of(SampleRuns.Hostile).Split('\n').Where(l => l.StartsWith('|')).ToArray();
        lines.Should().HaveCount(2 + SampleRuns.Hostile.Models.Count);
        lines.Should().OnlyContain(l => l.Count(c => c == '|') == lines[0].Count(c => c == '|'));
    }

    [Theory]
    [InlineData("a|b", "<code>a&#124;b</code>")]
    [InlineData("@someone #1 [x](y) `z` <b>", "<code>&#64;someone &#35;1 &#91;x&#93;&#40;y&#41; &#96;z&#96; &#60;b&#62;</code>")]
    [InlineData("qwen3:8b Q4_K_M _x_ http://www.x.org", "<code>qwen3:8b Q4_K_M &#95;x&#95; http&#58;//www&#46;x.org</code>")]
    [InlineData("two\nlines\u001b[0m", "<code>two lines␛&#91;0m</code>")]
    public void Foreign_text_is_shown_as_it_is_and_does_nothing(string text, string markdown) =>
        MarkdownText.Code(text).Should().Be(markdown);

    [Fact]
    public void What_changed_is_said_against_a_base_run()
    {
        var run = SampleRuns.OneCell;
        var before = run with
        {
            Name = "before",
            Trials = [.. run.Trials.Select((t, i) => t with { Outcome = i < 2 ? Outcome.OneHop : Outcome.Correct })],
        };
        var after = run with { Trials = [.. run.Trials.Select(t => t with { Outcome = Outcome.Correct })] };
        var text = MarkdownReport.Of(after, baseline: before);
        text.Should().Contain("### Against <code>before</code>");
        text.Should().Contain("| <code>before: llama3.2:1b</code> | <code>one-cell: llama3.2:1b</code> | 8 | 75% | 100% | +25.0 [");
        text.Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Count(c => c == '|')).Distinct().Should().HaveCount(2, "two tables, each with rows of one width");
    }
}
