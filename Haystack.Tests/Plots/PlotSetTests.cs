using System.Security.Cryptography;
using FluentAssertions;
using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Storage;
using Haystack.Tests.Storage;
using SkiaSharp;
using Xunit;

namespace Haystack.Tests.Plots;

public sealed class PlotSetTests : IDisposable
{
    /// <summary>Fitting is the slow part: once for all tests.</summary>
    private static readonly Lazy<RunFigures> Figures = new(() => RunFigures.Of(SampleRuns.Typical));

    private readonly string _directory = Directory.CreateTempSubdirectory("haystack-plots-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_recall_heatmap_shows_accuracy_and_n_of_every_cell() =>
        Approve.Text(PlotText.Of(RecallGrid.From(SampleRuns.Typical.Models[0], CellTable.From(SampleRuns.Typical.Trials), 10)));

    [Fact]
    public void A_depth_heatmap_shows_single_facts_by_their_place() =>
        Approve.Text(PlotText.Of(DepthGrid.From(SampleRuns.Typical.Models[2], SampleRuns.Typical.Trials, 10)));

    [Fact]
    public void The_accuracy_chart_shows_every_model() =>
        Approve.Text(PlotText.Of(AccuracyChart.From(Figures.Value)));

    [Fact]
    public void D50_is_marked_on_the_fitted_curve_with_the_interval_of_the_fit()
    {
        var series = AccuracyChart.From(Figures.Value).Panels[0].Series;
        var fit = Figures.Value.Fits["qwen3:8b"].Accuracy;
        series[0].Mark.Should().Be(new PlottedMark(fit.D50.Tokens!.Value, fit.D50.Low!.Value, fit.D50.High, fit.Curve!.AccuracyAt(fit.D50.Tokens.Value)));
        series[0].Note.Should().StartWith($"D50 {TokenText.Rounded(fit.D50.Tokens.Value)} [");
        series[2].Note.Should().StartWith("D50 ≈", "its tokens are estimated");
        series[3].Mark.Should().BeNull("a perfect reader has no D50");
        series[3].Note.Should().StartWith("D50 > 6.7k (no miss up to 28k)");
    }

    [Fact]
    public void Outcome_bars_count_answers_at_each_distance() =>
        Approve.Text(PlotText.Of(OutcomeBars.From(SampleRuns.Typical.Models[0], Figures.Value.Cells)));

    [Fact]
    public void The_decomposition_sets_pair_against_its_single_facts() =>
        Approve.Text(PlotText.Of(DecompositionChart.From(SampleRuns.Typical.Models[0], Figures.Value)!));

    [Fact]
    public void Effort_is_shown_as_medians_with_quartiles() =>
        Approve.Text(PlotText.Of(EffortChart.From(SampleRuns.Typical.Models[1], Figures.Value)!));

    [Theory]
    [InlineData(PlotFormat.Png, 900, false)]
    [InlineData(PlotFormat.Svg, 2400, true)]
    public void The_same_run_gives_the_same_bytes(PlotFormat format, int width, bool dark)
    {
        var options = new PlotOptions { Format = format, Width = width, Dark = dark };
        var first = PlotSet.Write(Figures.Value, Path.Combine(_directory, "a"), options, TestContext.Current.CancellationToken);
        var second = PlotSet.Write(Figures.Value, Path.Combine(_directory, "b"), options, TestContext.Current.CancellationToken);
        second.Select(Hash).Should().Equal(first.Select(Hash)).And.HaveCountGreaterThan(4);
    }

    [Fact]
    public void A_difference_heatmap_pairs_two_models()
    {
        var made = PairedComparison.WithinRun(SampleRuns.Typical)[1];
        var comparison = made with
        {
            Conclusion = "What may be concluded.",
            Cells = [made.Cells[0] with { AdjustedP = 0.049 }, .. made.Cells.Skip(1).Select(c => c with { AdjustedP = 0.05 })],
        };
        Approve.Text(PlotText.Of(DifferenceGrid.From(comparison, 10)));
        var path = PlotSet.WriteDifferences([comparison], _directory, new PlotOptions { Width = 900 }, TestContext.Current.CancellationToken).Single();
        Path.GetFileName(path).Should().Be("difference-qwen3-8b-to-openai-mystery-large.png");
        new FileInfo(path).Length.Should().BeGreaterThan(5000);
    }

    [Theory]
    [InlineData("qwen3:8b", "qwen3-8b")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("CON", "con")]
    [InlineData("a..b//c", "a.b-c")]
    public void A_file_is_named_after_its_model_and_stays_in_its_directory(string model, string name) =>
        PlotFileNames.For([model]).Should().Equal(name);

    [Fact]
    public void Models_with_like_names_get_files_of_their_own()
    {
        string[] models = ["a/b", "a-b", "A-B", "模型", "型模", new string('x', 300), new string('x', 301), ""];
        var names = PlotFileNames.For(models);
        names.Should().OnlyHaveUniqueItems().And.HaveCount(models.Length);
        names.Should().OnlyContain(n => n.Length > 0 && n.Length < 80 && n.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || "._-".Contains(c)));
    }

    [Fact]
    public void A_picture_is_as_wide_as_asked()
    {
        foreach (var width in new[] { 900, 1400, 2400 })
        {
            var path = Write(SampleRuns.OneCell, new PlotOptions { Width = width }, $"{width}")[0];
            using var bitmap = SKBitmap.Decode(path);
            bitmap.Width.Should().Be(width);
        }
    }

    [Theory]
    [InlineData(899)]
    [InlineData(2401)]
    public void A_width_out_of_range_is_refused(int width)
    {
        var act = () => new PlotOptions { Width = width };
        act.Should().Throw<HaystackException>().WithMessage($"a picture is 900 to 2400 pixels wide, not {width}");
    }

    [Fact]
    public void Runs_at_the_edges_are_drawn_too()
    {
        foreach (var run in new[] { SampleRuns.OneCell, SampleRuns.AllInvalid, SampleRuns.Hostile, SampleRuns.OneCell with { Trials = [], Models = [] } })
        {
            var paths = Write(run, new PlotOptions { Width = 900 }, run.Name + run.Models.Count);
            paths.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(run.Models.Count);
            paths.Should().OnlyContain(p => new FileInfo(p).Length > 1000);
            Directory.GetFiles(Path.GetDirectoryName(paths[0])!).Should().BeEquivalentTo(paths);
        }
    }

    [Fact]
    public void Cancelling_stops_before_the_next_picture()
    {
        var act = () => PlotSet.Write(SampleRuns.OneCell, _directory, new PlotOptions(), new CancellationToken(canceled: true));
        act.Should().Throw<OperationCanceledException>();
        Directory.GetFiles(_directory).Should().BeEmpty();
    }

    private IReadOnlyList<string> Write(RunData run, PlotOptions options, string folder) =>
        PlotSet.Write(run, Path.Combine(_directory, folder), options, TestContext.Current.CancellationToken);

    private static string Hash(string path) => Path.GetFileName(path) + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
