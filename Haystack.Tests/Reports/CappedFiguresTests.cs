using FluentAssertions;
using Haystack.Analysis;
using Haystack.Asking;
using Haystack.Cli.Rendering;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Gates;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>No figure of a model whose answers ran out of budget stands without how many did, and what the others say.</summary>
public sealed class CappedFiguresTests : IDisposable
{
    private const string Beside = "20% capped, 75% of completed";
    private const string Sentence = "answers (20%) were cut by the budget of 4k tokens before an answer and count as wrong; of the pair question's completed answers 75% are right (120 of 160); --max-output 8k gives replies more room";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>At each distance one answer of five is capped, and three of four others are right.</summary>
    private static RunData Run(Outcome cut = Outcome.CappedOutput) => GateRuns.Of("capped", Enumerable.Range(0, 200).Select(i =>
        GateRuns.Row(i / 10, i % 10, i % 2 == 0 ? 0 : 1024, (i / 2 % 5) switch { 0 => cut, 1 => Outcome.Invented, _ => Outcome.Correct })));

    [Fact]
    public void In_every_table_page_caption_and_line()
    {
        var run = Run();
        MarkdownReport.Of(run).Should().Contain(Beside).And.Contain(Sentence);
        HtmlReport.Write(run, _folder["page.html"], CancellationToken.None);
        File.ReadAllText(_folder["page.html"]).Should().Contain(Beside).And.Contain("of the pair question&#x27;s completed answers 75% are right");
        SummaryJson.Write(run, _folder["summary.json"]);
        File.ReadAllText(_folder["summary.json"]).Should().Contain("\"capped\": 40").And.Contain("\"completed\": 160").And.Contain("\"completed_correct\": 120");
        SummaryTable.For(run).Should().Contain(Beside);
        RunRemarks.Of(run, "capped").Should().Contain(l => l.EndsWith(Sentence, StringComparison.Ordinal));
        PlotCaptions.Standing(RunFigures.Of(run), run.Models).Should().ContainSingle(c => c.Contains(Sentence, StringComparison.Ordinal));
        AccuracyGate.ForRun(run, "capped").RequireAccuracy(0.5).Decide().Message.Should().Contain(Sentence);
    }

    [Fact]
    public void In_a_comparison_as_JSON_they_stand_for_each_side()
    {
        var (capped, sound) = (Run(), Run(Outcome.Invented));
        var line = Json.Line(PairedComparison.Runs(capped, sound with { Manifest = new Dictionary<string, string>(sound.Manifest) { ["name"] = "sound" } }).Single());
        line.Should().Contain("\"capped_a\":{\"successes\":40,\"total\":200").And.Contain("\"completed_a\":{\"successes\":120,\"total\":160")
            .And.Contain("\"capped_b\":{\"successes\":0,\"total\":200").And.Contain("\"completed_b\":{\"successes\":120,\"total\":200");
    }

    [Fact]
    public void And_in_none_where_none_was_cut()
    {
        var run = Run(Outcome.Invented);
        MarkdownReport.Of(run).Should().NotContain("capped,").And.NotContain("--max-output 8k");
        SummaryTable.For(run).Should().NotContain("capped,");
        PlotCaptions.Standing(RunFigures.Of(run), run.Models).Should().BeEmpty();
    }

    [Fact]
    public void While_it_runs_both_stand_in_the_line_of_progress()
    {
        var count = new ProgressCount(TimeProvider.System);
        count.Start(new SweepStarted("run", 10, 0, [new ModelProgress("m", 10, 0)]));
        foreach (var outcome in new[] { Outcome.CappedOutput, Outcome.Correct, Outcome.Correct, Outcome.Correct, Outcome.Invented })
            count.Add(new TrialFinished("m", Arm.Pair, 4096, 0, outcome));
        count.Describe("m").Should().Be($"5/10, 3/5 right, {Beside}");
        count.Add(new TrialFinished("m", Arm.Pair, 4096, 0, Outcome.CappedOutput) { InFlight = 8 });
        count.Describe("m").Should().EndWith(", 8 in flight");
    }

    [Fact]
    public void From_a_twentieth_on_the_sweep_says_so_once_while_it_runs()
    {
        var watch = new CapWatch("m", 4096);
        var rows = Enumerable.Range(0, 100).Select(i => watch.Note(GateRuns.Row(i, 0, 0, i % 10 == 0 ? Outcome.CappedOutput : Outcome.Correct))).ToList();
        rows.Should().HaveElementAt(19, "m: 2 of 20 answers so far ran out of their budget of 4k tokens and count as wrong (--max-output 8k gives replies more room, in a run of its own)");
        rows.Where((_, i) => i != 19).Should().OnlyContain(r => r == null);
        var seldom = new CapWatch("m", 4096);
        Enumerable.Range(0, 500).Select(i => seldom.Note(GateRuns.Row(i, 0, 0, i % 25 == 24 ? Outcome.CappedOutput : Outcome.Correct))).Should().OnlyContain(r => r == null);
    }
}
