using FluentAssertions;
using Haystack.Cli.Rendering;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Sweeping;
using Spectre.Console;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>The small heatmap below the bars, and what is counted of a sweep that is gone on with.</summary>
public sealed class LiveHeatmapTests
{
    [Fact]
    public void Cells_fill_up_by_length_and_distance_for_the_model_that_is_asked()
    {
        var heatmap = new LiveHeatmap();
        heatmap.Add(Pair("other:1b", 4096, 0, Outcome.Abstained));
        heatmap.Add(Pair("test:7b", 2048, 0, Outcome.Correct));
        heatmap.Add(Pair("test:7b", 2048, 1024, Outcome.Abstained));
        heatmap.Add(Pair("test:7b", 8192, 0, Outcome.Correct));
        heatmap.Add(Pair("test:7b", 8192, 0, Outcome.Abstained));
        heatmap.Add(Pair("test:7b", 8192, 1024, Outcome.Failed));
        var lines = Shown(heatmap, 80, 20);
        lines.Should().HaveCount(4);
        lines[0].Should().Be("bars");
        lines[1].Should().MatchRegex(@"^\s+0\s+1k\s+% right by distance and length$");
        lines[2].Should().MatchRegex(@"^\s+8k\s+50\s*$", "the longest stands at the top, and what is no answer in no cell");
        lines[3].Should().MatchRegex(@"^\s+2k\s+100\s+0\s*$");
    }

    [Theory]
    [InlineData(80, 2)]
    [InlineData(12, 20)]
    public void Without_room_there_is_no_heatmap(int width, int height)
    {
        var heatmap = new LiveHeatmap();
        foreach (var context in (int[])[2048, 4096, 8192])
            heatmap.Add(Pair("test:7b", context, 0, Outcome.Correct));
        heatmap.Add(Pair("test:7b", 4096, 1024, Outcome.Correct));
        Shown(heatmap, width, height).Should().Equal("bars");
    }

    [Fact]
    public void Finished_and_right_are_of_the_same_trials_after_a_resume()
    {
        var count = new ProgressCount(TimeProvider.System);
        count.Start(new SweepStarted("run", 10, 4, [new ModelProgress("test:7b", 10, 4)
        {
            Earlier = [Pair("test:7b", 2048, 0, Outcome.Correct), Pair("test:7b", 2048, 0, Outcome.Correct), Pair("test:7b", 2048, 0, Outcome.Abstained), Pair("test:7b", 2048, 0, Outcome.Failed)],
        }]));
        count.Describe("test:7b").Should().StartWith("4/10, 2/3 right").And.Contain("1 invalid");
        count.Add(Pair("test:7b", 2048, 0, Outcome.Correct));
        count.Describe("test:7b").Should().StartWith("5/10, 3/4 right");
    }

    private static TrialFinished Pair(string model, int context, int distance, Outcome outcome) => new(model, Arm.Pair, context, distance, outcome);

    private static string[] Shown(LiveHeatmap heatmap, int width, int height)
    {
        var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(written), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Write(heatmap.Below(new Text("bars"), width, height));
        return [.. written.ToString().Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
    }
}
