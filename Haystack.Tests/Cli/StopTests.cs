using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Haystack.Tests.Storage;
using Haystack.Tests.Sweeping;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Signals: what was answered is kept, and the same command goes on to the end.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    [InlineData("-USR1")]
    public async Task The_first_signal_drains_and_the_same_command_ends_the_run_asking_nothing_twice(string signal)
    {
        await using var server = await KillServer.StartAsync();
        var sweep = new KilledSweep(server, _folder["run"], new Seed(1), parallel: 2);
        var ended = await sweep.StopAsync(questions: 12, process => KillAsync(signal, process));
        ended.ExitCode.Should().Be(75, ended.Error);
        ended.Error.Should().Contain("the same command goes on from here");
        var tally = new KillTally();
        await sweep.FinishAsync(tally);
        tally.AskedTwice.Should().Be(0, "what was under way was waited for and stored");
        (await HaystackProcess.RunAsync(_folder.Path, ["report", "run"])).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_second_signal_stops_at_once_and_the_same_command_asks_only_what_was_under_way_again()
    {
        await using var server = await KillServer.StartAsync();
        var sweep = new KilledSweep(server, _folder["run"], new Seed(1), parallel: 1);
        var ended = await sweep.StopAsync(questions: 12, async process =>
        {
            server.Holds = true;
            // The one that was being answered, and the one that is held.
            await Task.Delay(300, TestContext.Current.CancellationToken);
            await KillAsync("-INT", process);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            process.HasExited.Should().BeFalse("the first waits for the question under way");
            await KillAsync("-INT", process);
        });
        ended.ExitCode.Should().Be(75, ended.Error);
        server.Holds = false;
        var tally = new KillTally();
        await sweep.FinishAsync(tally);
        tally.AskedTwice.Should().Be(1, "only the question that was left without its answer");
    }

    [Fact]
    public async Task The_first_signal_stops_at_once_where_nothing_is_under_way_yet()
    {
        // A server that takes the connection and never answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var process = HaystackProcess.Start(_folder.Path, ["sweep", "--endpoint", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", "--model", "x", "--contexts", "2k", "--out", "run", "--ui", "plain"]);
        using var taken = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await KillAsync("-TERM", process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(75);
        Directory.Exists(_folder["run"]).Should().BeFalse("nothing was begun");
    }

    private static async Task KillAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
