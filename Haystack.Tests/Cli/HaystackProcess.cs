using System.Diagnostics;
using Haystack.Tests.Cli.Warm;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Runs the program as a user does: as a process, with its exit code and both streams.</summary>
internal static class HaystackProcess
{
    /// <summary>
    /// The program where its own project was built. The copy beside the tests lacks what the tests take from ASP.NET's
    /// shared framework, which the program does not run on.
    /// </summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Haystack.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "haystack.dll"));

    /// <summary>What a run of the program came to.</summary>
    public sealed record Ended(int ExitCode, string Output, string Error);

    /// <summary>
    /// Runs it to its end, in a process that has run it before where that makes no difference. No Ollama is there unless
    /// the variables say so.
    /// </summary>
    public static async Task<Ended> RunAsync(string directory, string[] arguments, IReadOnlyDictionary<string, string>? variables = null, string? input = null)
    {
        if (WarmPrograms.Take(variables ?? new Dictionary<string, string>()))
            return await WarmPrograms.RunAsync(directory, arguments, variables ?? new Dictionary<string, string>(), input, TestContext.Current.CancellationToken);
        using var process = Start(directory, arguments, variables, hasInput: input is not null);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string directory, string[] arguments, IReadOnlyDictionary<string, string>? variables = null, bool hasInput = false)
    {
        // A shell starts background jobs with SIGINT ignored, and children inherit that: a CI run may be such a job.
        var resetSignals = OperatingSystem.IsLinux();
        var start = new ProcessStartInfo(resetSignals ? "env" : "dotnet")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = hasInput,
        };
        if (resetSignals)
        {
            start.ArgumentList.Add("--default-signal=INT,TERM,USR1");
            start.ArgumentList.Add("dotnet");
        }

        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Port 9 (discard): nothing answers there, so a developer's own Ollama is never asked by a test.
        start.Environment["OLLAMA_HOST"] = "127.0.0.1:9";
        // A process of a second or two never earns back what counting for profile-guided code costs it (a tenth of its time).
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
