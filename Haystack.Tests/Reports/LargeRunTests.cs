using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>What a run of 100,000 trials costs in a process of its own, read, analysed and drawn.</summary>
[Collection(AloneTests.Name)]
public sealed class LargeRunTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_run_of_100_000_trials_is_analysed_and_drawn_in_under_10_seconds_and_500_MB()
    {
        using var folder = new TemporaryFolder();
        var run = SampleRuns.Make("big", SampleRuns.FourModels, new SampleShape { Documents = 74 });
        run.Trials.Count.Should().BeGreaterThan(100_000);
        await StoreAsync(folder["big"], run);

        TellSeals(folder["big"]);
        var (clock, busy) = (Stopwatch.StartNew(), Busy());
        using var process = HaystackProcess.Start(folder["."], ["plot", folder["big"]]);
        var written = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var faults = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var (peak, spent) = (0L, TimeSpan.Zero);
        while (!process.HasExited)
        {
            (peak, spent) = Used(process, peak, spent);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        clock.Stop();
        var others = (Busy() - busy - spent) / clock.Elapsed / Environment.ProcessorCount;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{run.Trials.Count} trials: {clock.Elapsed.TotalSeconds:0.0} s, {spent.TotalSeconds:0.0} s of processor time, {peak / 1e6:0} MB at most; others took {others:0%} of the machine"));
        process.ExitCode.Should().Be(0, await faults);
        (await written).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCountGreaterThan(15);
        peak.Should().BeInRange(50_000_000, 500_000_000);
        // Only a machine that did other work at the same time may have taken longer by the clock.
        (others < 0.2 ? clock.Elapsed : spent).TotalSeconds.Should().BeInRange(0.5, 10);
    }

    /// <summary>What holding each row against its seal adds to reading a run, in this thread's own time; docs/run-format.md has the figure.</summary>
    private void TellSeals(string directory)
    {
        var plain = new ReadingCost();
        RunReader.Read(directory, withTexts: true, checkSeals: false).Trials.Count.Should().BeGreaterThan(100_000);
        var unsealed = plain.Spent;
        var whole = new ReadingCost();
        RunReader.Read(directory, withTexts: true, checkSeals: true);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading with its texts: {unsealed.TotalSeconds:0.0} s of processor time, {whole.Spent.TotalSeconds:0.0} s with every seal checked"));
        (whole.Spent - unsealed).Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    /// <summary>What all processors together have worked so far; zero where the system does not tell.</summary>
    private static TimeSpan Busy()
    {
        const double ticksPerSecond = 100;
        if (!File.Exists("/proc/stat"))
            return TimeSpan.Zero;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // "cpu", user, nice, system.
        return TimeSpan.FromSeconds(fields[1..4].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / ticksPerSecond);
    }

    private static (long Peak, TimeSpan Spent) Used(Process process, long peak, TimeSpan spent)
    {
        try
        {
            process.Refresh();
            return (Math.Max(peak, process.WorkingSet64), process.TotalProcessorTime);
        }
        catch (InvalidOperationException)
        {
            // It ended between the two lines.
            return (peak, spent);
        }
    }

    private static async Task StoreAsync(string directory, RunData run)
    {
        await using var store = RunStore.Open(directory, run.Manifest);
        for (var i = 0; i < run.Models.Count; i++)
            await store.PutModelAsync(run.Models[i], i);
        await Task.WhenAll(run.Documents.Select(store.PutDocumentAsync));
        await Task.WhenAll(run.Trials.Select(store.AppendAsync));
    }
}
