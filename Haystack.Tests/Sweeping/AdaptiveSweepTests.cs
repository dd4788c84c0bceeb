using FluentAssertions;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Reports;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

public sealed class AdaptiveSweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_ends_when_every_interval_is_narrow_and_goes_on_where_it_was_stopped()
    {
        var options = new SweepOptions
        {
            Models = ["builtin/oracle"],
            Contexts = [2048, 4096],
            Arms = [Arm.Pair],
            Documents = 40,
            CiWidth = 0.3,
            OutputDirectory = _folder["run"],
        };
        using var drain = new CancellationTokenSource();
        SweepFinished? stopped = null;
        var asked = 0;
        await foreach (var happened in Sweep.RunAsync(options, drain.Token, TestContext.Current.CancellationToken))
        {
            if (happened is TrialFinished && ++asked == 20)
                await drain.CancelAsync();
            stopped = happened as SweepFinished ?? stopped;
        }

        stopped!.End.Should().Be(SweepEnd.Stopped);
        var end = await LastAsync(options);
        end.End.Should().Be(SweepEnd.Complete);

        var other = await LastAsync(options with { OutputDirectory = _folder["other"] });
        other.End.Should().Be(SweepEnd.Complete);
        var (resumed, whole) = (RunReader.Read(_folder["run"]).Trials, RunReader.Read(_folder["other"]).Trials);
        resumed.Select(t => t.Key).Should().Equal(whole.Select(t => t.Key), "a resumed sweep walks the same way");
        resumed.Count.Should().BeLessThan(40 * 2 * 8, "a perfect reader needs no budget");
        CellTable.From(resumed.Select(t => t with { Order = FactOrder.BridgeFirst })).Should().OnlyContain(
            c => Wilson.Interval95(c.Accuracy)!.Value.High - Wilson.Interval95(c.Accuracy)!.Value.Low < 0.3);
    }

    [Fact]
    public async Task It_ends_when_the_interval_of_D50_is_narrow_and_says_what_was_used()
    {
        var options = new SweepOptions
        {
            Models = ["simulated/half-1024"],
            Contexts = [2048, 4096],
            Arms = [Arm.Pair],
            Documents = 200,
            D50Width = 4,
            OutputDirectory = _folder["run"],
        };
        (await LastAsync(options)).End.Should().Be(SweepEnd.Complete);
        var run = RunReader.Read(_folder["run"]);
        var d50 = FitReport.From(run).Single().Accuracy.D50;
        (Math.Log2(1 + d50.High!.Value) - Math.Log2(1 + d50.Low!.Value)).Should().BeLessThan(4);
        var used = run.Trials.Select(t => t.DocumentId).Distinct().Count();
        used.Should().BeLessThan(200);
        MarkdownReport.Of(run).Should().Contain($"{used} of at most 400 documents a model were used").And.Contain("--d50-width 4 ");
    }

    private static async Task<SweepFinished> LastAsync(SweepOptions options)
    {
        SweepFinished? end = null;
        await foreach (var happened in Sweep.RunAsync(options, default, TestContext.Current.CancellationToken))
            end = happened as SweepFinished ?? end;
        return end!;
    }
}
