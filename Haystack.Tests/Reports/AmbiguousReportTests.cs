using System.Text.Json;
using FluentAssertions;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>A run with one ambiguous reply in twenty, from its table to its gates, before and after a person settled them.</summary>
public sealed class AmbiguousReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_report_and_picture_says_what_readings_could_change()
    {
        var run = AmbiguousRun.Run;
        var figures = RunFigures.Of(run);
        var markdown = MarkdownReport.Of(run);
        markdown.Should().MatchRegex(@"\| [0-9]+% \([0-9,]+\), [0-9]+–[0-9]+% by reading \|").And.Contain("are ambiguous and count as wrong").And.Contain("How the replies answered").And.Contain("% as asked");
        AccuracyChart.From(figures).Captions.Should().Contain(c => c.Contains("are ambiguous (?) and count as wrong: accuracy is ", StringComparison.Ordinal));
        AccuracyChart.From(figures).Panels[0].Series[0].Points.Should().Contain(p => p.CountedRight > p.Value);
        RecallGrid.From(run.Models[0], figures.Cells, 10).Cells.Sum(c => c.Ambiguous).Should().Be(AmbiguousRun.Unclear.Count(t => t.Arm == Haystack.Facts.Arm.Pair));
        OutcomeBars.From(run.Models[0], figures.Cells).Outcomes.Should().Contain(Outcome.Ambiguous);

        SummaryJson.Write(run, _folder["summary.json"]);
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["summary.json"]));
        var reading = json.RootElement.GetProperty("models")[0].GetProperty("fit").GetProperty("reading");
        reading.GetProperty("ambiguous").GetProperty("k").GetInt32().Should().Be(AmbiguousRun.Unclear.Count);
        reading.GetProperty("counted_right").GetProperty("rate").GetDouble().Should().BeGreaterThan(reading.GetProperty("counted_wrong").GetProperty("rate").GetDouble());
        json.RootElement.GetProperty("cells").EnumerateArray().Sum(c => c.GetProperty("ambiguous").GetInt32()).Should().Be(AmbiguousRun.Unclear.Count);

        CsvExport.Write(run, _folder["trials.csv"], TestContext.Current.CancellationToken);
        File.ReadLines(_folder["trials.csv"]).First().TrimEnd().Should().Contain(",read_as,verdict,verdict_by,verdict_at,answer_form,other_readings");

        HtmlReport.Write(run, _folder["report.html"], TestContext.Current.CancellationToken);
        File.ReadAllText(_folder["report.html"]).Should().Contain("% by reading</small>").And.Contain("how the replies answered: ");
    }

    [Fact]
    public async Task A_trial_is_shown_from_the_store_alone_where_its_server_is_gone()
    {
        await AmbiguousRun.StoreAsync(_folder["run"]);
        var trial = AmbiguousRun.Unclear[0];
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["show", "run", trial.Key]);
        ended.ExitCode.Should().Be(0, ended.Error);
        ended.Output.Should().Contain("── facts ──").And.Contain(trial.Question).And.Contain("── reply ──\nIt is Quillhaven, or else Ebonmere.").And.Contain("read from the answer line").And.Contain("outcome: ambiguous").And.Contain("it may mean: Ebonmere");
        ended.Error.Should().StartWith("haystack: the prompt cannot be made again here, so the stored facts and steps are shown (");
    }

    [Fact]
    public async Task A_file_where_pictures_should_go_is_one_line_and_no_stack()
    {
        await AmbiguousRun.StoreAsync(_folder["run"]);
        File.WriteAllText(_folder["taken"], "mine");
        string[][] commands = [["plot", "run", "--out", "taken"], ["plot", "run", "--out", "taken/below"]];
        foreach (var command in commands)
        {
            var ended = await HaystackProcess.RunAsync(_folder.Path, command);
            ended.ExitCode.Should().Be(1);
            ended.Error.Should().StartWith("haystack: ").And.Contain("taken").And.NotContain("internal error").And.NotContain("   at ");
        }

        File.ReadAllText(_folder["taken"]).Should().Be("mine");
    }

    [Fact]
    public async Task Settling_them_by_hand_closes_the_bounds_and_the_report_says_how_many_were_judged()
    {
        await AmbiguousRun.StoreAsync(_folder["run"]);
        var before = await HaystackProcess.RunAsync(_folder.Path, ["report", "run"]);
        before.Output.Should().Contain("by reading");
        var verdicts = string.Concat(AmbiguousRun.Unclear.Select((_, i) => i % 2 == 0 ? "c\n" : "i\n"));
        var review = await HaystackProcess.RunAsync(_folder.Path, ["review", "run", "--by", "anna"], input: verdicts);
        review.Error.Should().Contain($"{AmbiguousRun.Unclear.Count} of {AmbiguousRun.Unclear.Count} judged, 0 skipped; 0 ambiguous replies of the run wait");
        var sample = await HaystackProcess.RunAsync(_folder.Path, ["review", "run", "--by", "anna", "--sample", "4"], input: "c\nc\nc\nc\n");
        sample.ExitCode.Should().Be(0, sample.Error);
        var after = await HaystackProcess.RunAsync(_folder.Path, ["report", "run"]);
        after.Output.Should().NotContain("by reading").And.MatchRegex("[0-9]+ replies count as a person judged them").And.MatchRegex("of the replies drawn by chance and judged by a person, [0-4] of [0-4] w(as|ere) misread");

        (await HaystackProcess.RunAsync(_folder.Path, ["export", "run", "--out", "t.csv"])).ExitCode.Should().Be(0);
        File.ReadLines(_folder["t.csv"]).Count(l => l.Contains(",ambiguous,correct,anna,", StringComparison.Ordinal)).Should().BeGreaterThanOrEqualTo((AmbiguousRun.Unclear.Count + 1) / 2);
    }
}
