using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Haystack.Tests.Cli.Warm;

/// <summary>Processes of the program that stay for the next run, as many as runs stand side by side.</summary>
internal static class WarmPrograms
{
    // What a runtime reads once, at its start or at the first request, is the same for all runs of a process: a run that
    // sets anything else than these gets a process of its own.
    private static readonly string[] ReadEachTime = ["HAYSTACK_", "OLLAMA_", "XDG_", "SLURM_", "JOB_", "GITHUB_"];

    private static readonly ConcurrentBag<Process> Idle = [];

    /// <summary>Whether a run with these variables is the same here as in a process of its own.</summary>
    public static bool Take(IReadOnlyDictionary<string, string> variables) =>
        OperatingSystem.IsLinux() && variables.Keys.All(name => ReadEachTime.Any(p => name.StartsWith(p, StringComparison.Ordinal)) || name.EndsWith("_KEY", StringComparison.Ordinal));

    /// <summary>Runs the program to its end.</summary>
    public static async Task<HaystackProcess.Ended> RunAsync(
        string directory, string[] arguments, IReadOnlyDictionary<string, string> variables, string? input, CancellationToken cancellationToken)
    {
        var files = Directory.CreateTempSubdirectory("haystack-run-");
        var process = Idle.TryTake(out var idle) ? idle : Start();
        var isWhole = false;
        try
        {
            string File(string name) => Path.Combine(files.FullName, name);
            if (input is not null)
                await System.IO.File.WriteAllTextAsync(File("in"), input, cancellationToken);
            var request = new WarmRequest(directory, arguments, variables, input is null ? "/dev/null" : File("in"), File("out"), File("err"));
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request).AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
            var answer = await process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException($"the program ended in the middle of 'haystack {string.Join(' ', arguments)}'");
            isWhole = true;
            return new HaystackProcess.Ended(
                int.Parse(answer), await System.IO.File.ReadAllTextAsync(File("out"), cancellationToken), await System.IO.File.ReadAllTextAsync(File("err"), cancellationToken));
        }
        finally
        {
            // One that was left in the middle of a run is not asked again.
            if (isWhole)
                Idle.Add(process);
            else
                process.Kill(entireProcessTree: true);
            files.Delete(recursive: true);
        }
    }

    // It ends by itself when the tests do: its standard input does.
    private static Process Start() => HaystackProcess.Start(
        Path.GetTempPath(), [], new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = typeof(WarmPrograms).Assembly.Location, ["DOTNET_TieredPGO"] = "1" }, hasInput: true);
}
