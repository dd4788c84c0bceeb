using System.Security.Cryptography;
using FluentAssertions;
using Haystack.Plots;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tests.Storage;
using SkiaSharp;
using Xunit;

namespace Haystack.Tests.Plots;

public sealed class PlotSetTests : IDisposable
{
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
        Approve.Text(PlotText.Of(AccuracyChart.From(RunFigures.Of(SampleRuns.Typical))));

    [Theory]
    [InlineData(PlotFormat.Png, 900, false)]
    [InlineData(PlotFormat.Svg, 2400, true)]
    public void The_same_run_gives_the_same_bytes(PlotFormat format, int width, bool dark)
    {
        var options = new PlotOptions { Format = format, Width = width, Dark = dark };
        var first = Write(SampleRuns.Typical, options, "a");
        var second = Write(SampleRuns.Typical, options, "b");
        second.Select(Hash).Should().Equal(first.Select(Hash)).And.HaveCountGreaterThan(4);
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
        var act = () => PlotSet.Write(SampleRuns.Typical, _directory, new PlotOptions(), new CancellationToken(canceled: true));
        act.Should().Throw<OperationCanceledException>();
        Directory.GetFiles(_directory).Should().BeEmpty();
    }

    private IReadOnlyList<string> Write(RunData run, PlotOptions options, string folder) =>
        PlotSet.Write(run, Path.Combine(_directory, folder), options, TestContext.Current.CancellationToken);

    private static string Hash(string path) => Path.GetFileName(path) + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
