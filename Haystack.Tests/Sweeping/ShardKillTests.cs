using System.Globalization;
using FluentAssertions;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Shards as processes of their own, of which one is killed outright in the middle and sent again.</summary>
[Collection(AloneTests.Name)]
public sealed class ShardKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_job_array_with_a_task_killed_in_the_middle_and_sent_again_merges_to_the_sweep_that_one_machine_makes()
    {
        await using var server = await KillServer.StartAsync();
        string[] sweep = ["sweep", "--model", "test:7b", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "6", "--cache", "on", "--ui", "none", "--out", "set"];
        for (var task = 0; task < 3; task++)
            await RunAsync(sweep, task == 1 ? 10 : null, task, count: 3);
        var early = await HaystackProcess.RunAsync(_folder.Path, ["merge", "set", "--out", "merged"]);
        early.ExitCode.Should().Be(2, early.Error);
        early.Error.Should().Contain("shard 2/3 has ").And.Contain("--shard 2/3 --out set/shard-2-of-3").And.Contain($"--endpoint {server.Endpoint}");

        // One task alone, as `sbatch --array=1` sends it: how many there are is in the shards that lie there.
        await RunAsync(sweep, null, 1, count: 1);
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["merge", "set", "--out", "merged"]);
        ended.ExitCode.Should().Be(0, ended.Error);
        (await HaystackProcess.RunAsync(_folder.Path, ["verify", "merged"])).ExitCode.Should().Be(0);

        (await HaystackProcess.RunAsync(_folder.Path, [.. sweep[..^1], "whole"])).ExitCode.Should().Be(0);
        var (merged, whole) = (RunReader.Read(_folder["merged"]), RunReader.Read(_folder["whole"]));
        merged.Trials.Select(t => (t.Key, t.Outcome, t.PromptSha256)).Should().Equal(whole.Trials.Select(t => (t.Key, t.Outcome, t.PromptSha256)));
        merged.Trials.Should().OnlyContain(t => t.Outcome == Outcome.Correct);

        async Task RunAsync(string[] arguments, int? killAfter, int task, int count)
        {
            var asked = server.Count;
            using var process = HaystackProcess.Start(_folder.Path, arguments, new Dictionary<string, string>
            {
                ["SLURM_ARRAY_TASK_ID"] = task.ToString(CultureInfo.InvariantCulture),
                ["SLURM_ARRAY_TASK_COUNT"] = count.ToString(CultureInfo.InvariantCulture),
                ["SLURM_ARRAY_TASK_MIN"] = count == 1 ? task.ToString(CultureInfo.InvariantCulture) : "0",
                ["SLURM_ARRAY_TASK_MAX"] = count == 1 ? task.ToString(CultureInfo.InvariantCulture) : (count - 1).ToString(CultureInfo.InvariantCulture),
            });
            var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (killAfter is { } questions && server.Questions(asked).Count < questions && !process.HasExited)
                await Task.Delay(1, TestContext.Current.CancellationToken);
            if (killAfter is not null)
                process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            (process.ExitCode == 0).Should().Be(killAfter is null, await said);
        }
    }
}
