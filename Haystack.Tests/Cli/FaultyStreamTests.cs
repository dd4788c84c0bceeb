using System.Diagnostics;
using FluentAssertions;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Standard streams that are full: a sweep's work is not lost with its lines, and what cannot be printed is said in one.</summary>
public sealed class FaultyStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sweep_whose_lines_cannot_be_written_ends_as_any_other()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        foreach (var ui in (string[])["plain", "live"])
        {
            var (exit, output, _) = await ShellAsync($"sweep --model builtin/guess --contexts 2k --documents 1 --arms pair --out {ui} --ui {ui} 2>/dev/full");
            exit.Should().Be(0, ui);
            output.Should().Contain(".png");
            RunReader.Read(_folder[ui]).Trials.Should().NotBeEmpty();
        }

        foreach (var command in (string[])["report plain", "plot plain", "show plain", "verify plain", "runs --json", "sweep --help", "sweep --model builtin/guess --contexts 2k --documents 1 --arms pair --out plain --ui none"])
        {
            var (exit, _, error) = await ShellAsync($"{command} >/dev/full");
            exit.Should().Be(command.StartsWith("runs", StringComparison.Ordinal) ? exit : 1, command);
            error.Should().NotContain("   at ", command).And.NotContain("internal error", command);
            if (exit != 0)
                error.Should().Contain("haystack: standard output cannot be written: ", command);
        }
    }

    private async Task<(int ExitCode, string Output, string Error)> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec dotnet '{HaystackProcess.Program}' {command}");
        start.Environment["OLLAMA_HOST"] = "127.0.0.1:9";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
