using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>The program stopped, and a real llama-server killed, in the middle of a sweep: the same command ends it whole.</summary>
[Trait("Category", "Live")]
[Trait("Category", "Slow")]
public sealed class LlamaStopTests : IDisposable
{
    private const int Trials = 3 * 26;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sweep_stopped_by_SIGINT_is_ended_by_the_same_command_and_nothing_is_asked_twice()
    {
        await using var server = await StartAsync();
        using var process = Start(server);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilAsync(process, trials: 20);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(75, await error);
        var before = Rows();
        before.Should().HaveCountLessThan(Trials);
        (await RunAsync(server)).ExitCode.Should().Be(2, "forty tokens of random weights hold no answer: the run is whole, and not credible");
        ShouldBeWhole();
        Rows().Where(t => before.Any(b => b.Key == t.Key)).Select(t => (t.Key, t.TotalSeconds)).Should().BeEquivalentTo(before.Select(t => (t.Key, t.TotalSeconds)), "what was answered before is not asked again");
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_a_reply_and_started_again_costs_no_trial()
    {
        await using var server = await StartAsync();
        using var process = Start(server);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilAsync(process, trials: 10);
        while (!await server.IsGeneratingAsync())
            process.HasExited.Should().BeFalse();
        await server.KillAsync();
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await server.StartAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().BeOneOf([0, 2], await error);
        var failed = Rows().Where(t => t.Outcome == Outcome.Failed).ToList();
        failed.Where(t => !t.Fault!.StartsWith("the answer broke off: ", StringComparison.Ordinal)).Should().BeEmpty("a request that was not answered yet is sent again");
        failed.Should().HaveCountLessThanOrEqualTo(1, "it answers one at a time");
        (await RunAsync(server)).ExitCode.Should().Be(2, "forty tokens of random weights hold no answer: the run is whole, and not credible");
        ShouldBeWhole();
    }

    private Task<LlamaServerProcess> StartAsync()
    {
        TinyModel.Write(_folder["tiny.gguf"], new Seed(2), endsAfter: 0);
        return LlamaServerProcess.StartAsync(_folder["tiny.gguf"], 4096);
    }

    private static string[] Command(LlamaServerProcess server) =>
        ["sweep", "--anyway", "--model", "openai/tiny?temperature=1", "--base-url", server.BaseUrl, "--contexts", "2k", "--documents", "3", "--cache", "on", "--max-output", "40", "--out", "run", "--ui", "plain"];

    private Process Start(LlamaServerProcess server)
    {
        var process = HaystackProcess.Start(_folder.Path, Command(server));
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return process;
    }

    private Task<HaystackProcess.Ended> RunAsync(LlamaServerProcess server) => HaystackProcess.RunAsync(_folder.Path, Command(server));

    private async Task UntilAsync(Process process, int trials)
    {
        var patience = Stopwatch.StartNew();
        while (!File.Exists(_folder["run/run.db"]) || Rows().Count < trials)
        {
            (process.HasExited || patience.Elapsed > TimeSpan.FromSeconds(60)).Should().BeFalse("the sweep must be in the middle of its work");
            await Task.Delay(30, TestContext.Current.CancellationToken);
        }
    }

    private IReadOnlyList<TrialRow> Rows() => RunReader.Read(_folder["run"]).Trials;

    private void ShouldBeWhole()
    {
        var trials = Rows();
        trials.Should().HaveCount(Trials).And.OnlyHaveUniqueItems(t => t.Key);
        trials.Select(t => (t.DocumentId, t.Chain, t.Arm)).Should().OnlyHaveUniqueItems();
        trials.Should().OnlyContain(t => t.Outcome.IsAnswer() && t.Fault == null && (t.PromptTokensCounted == t.PromptTokensPlanned || t.Outcome == Outcome.Loop));
    }
}
