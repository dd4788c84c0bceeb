using System.Diagnostics;
using FluentAssertions;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

public sealed class StopTests : IDisposable
{
    private static readonly string[] Long = ["sweep", "--model", "builtin/oracle", "--contexts", "4k,8k", "--documents", "150", "--out", "run", "--ui", "plain"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task The_first_signal_drains_and_the_same_command_goes_on(string signal)
    {
        using var process = HaystackProcess.Start(_folder.Path, Long);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilTrialsAreStoredAsync(process);
        Kill(signal, process.Id);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(75, await error);
        (await error).Should().Contain("the same command goes on from here");
        var stored = RunReader.Read(_folder["run"]).Trials.Count;
        stored.Should().BePositive().And.BeLessThan(150 * 2 * 26);
        var resumed = await HaystackProcess.RunAsync(_folder.Path, ["report", "run"]);
        resumed.ExitCode.Should().Be(0, resumed.Error);
    }

    [Fact]
    public async Task A_second_signal_stops_at_once_and_keeps_what_is_stored()
    {
        using var process = HaystackProcess.Start(_folder.Path, Long);
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilTrialsAreStoredAsync(process);
        Kill("-INT", process.Id);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Kill("-INT", process.Id);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(75);
        RunReader.Read(_folder["run"]).Trials.Should().NotBeEmpty();
    }

    private async Task UntilTrialsAreStoredAsync(Process process)
    {
        var patience = Stopwatch.StartNew();
        while (!process.HasExited && patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (File.Exists(_folder["run/run.db"]) && RunReader.Read(_folder["run"]).Trials.Count > 20)
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("the sweep stored nothing");
    }

    private static void Kill(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
