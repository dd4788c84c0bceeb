using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli.Scheduling;

/// <summary>The scripts for Slurm, run as Slurm runs them: each with the variables of its task (deploy/slurm runs them in a real one).</summary>
public sealed class SlurmScriptTests : IDisposable
{
    private static readonly string[] Sweep = ["--model", "builtin/oracle", "--contexts", "1k", "--documents", "4", "--chains-per-document", "2", "--corpus", "prose"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_tasks_of_an_array_and_the_merge_leave_the_sweep_that_one_machine_makes_and_a_missing_task_is_named()
    {
        var program = _folder["hay stack"];
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{HaystackProcess.Program}' \"$@\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var written = await HaystackProcess.RunAsync(_folder.Path, ["slurm", .. Sweep, "--shards", "2", "--out", "gathered here", "--write", "scripts", "--program", program, "--sbatch=--time=1:00:00"]);
        written.ExitCode.Should().Be(0, written.Error);
        written.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFileName).Should().Equal("array.sbatch", "merge.sbatch", "submit.sh");
        (await File.ReadAllTextAsync(_folder["scripts/array.sbatch"], TestContext.Current.CancellationToken)).Should().Contain("\n#SBATCH --array=0-1\n").And.Contain("\n#SBATCH --time=1:00:00\n").And.Contain("\n#SBATCH --signal=B:USR1@600\n");

        (await RunAsync("array.sbatch", 1)).Should().Be(0);
        (await RunAsync("merge.sbatch", null)).Should().Be(2, "task 0 is missing");
        (await RunAsync("array.sbatch", 0)).Should().Be(0);
        (await RunAsync("array.sbatch", 0)).Should().Be(0, "a task that is done is done again in a moment");
        (await RunAsync("merge.sbatch", null)).Should().Be(0);
        Directory.GetDirectories(_folder["local"]).Should().BeEmpty("nothing is left on the node");

        (await HaystackProcess.RunAsync(_folder.Path, ["sweep", .. Sweep, "--out", "whole", "--ui", "none"])).ExitCode.Should().Be(0);
        var (merged, whole) = (RunReader.Read(_folder["gathered here/merged"]), RunReader.Read(_folder["whole"]));
        merged.Trials.Select(t => (t.Key, t.Outcome)).Should().Equal(whole.Trials.Select(t => (t.Key, t.Outcome)));
        merged.Trials.Should().OnlyContain(t => t.Outcome == Outcome.Correct);
    }

    private async Task<int> RunAsync(string script, int? task)
    {
        Directory.CreateDirectory(_folder["local"]);
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _folder.Path };
        start.ArgumentList.Add(_folder[$"scripts/{script}"]);
        start.Environment["TMPDIR"] = _folder["local"];
        start.Environment["SLURM_JOB_ID"] = task is null ? "99" : (100 + task.Value).ToString(CultureInfo.InvariantCulture);
        start.Environment["OLLAMA_HOST"] = "127.0.0.1:9";
        if (task is { } number)
        {
            start.Environment["SLURM_ARRAY_JOB_ID"] = "100";
            start.Environment["SLURM_ARRAY_TASK_ID"] = number.ToString(CultureInfo.InvariantCulture);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
