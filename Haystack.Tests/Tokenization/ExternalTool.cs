using System.Diagnostics;
using System.Text;

namespace Haystack.Tests.Tokenization;

/// <summary>Runs a reference tokenizer that is a program of its own.</summary>
internal static class ExternalTool
{
    /// <summary>Whether a program of that name is on the path.</summary>
    public static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => d.Length > 0 && File.Exists(Path.Combine(d, name)));

    /// <summary>What it writes to its standard output; fails with what it writes to the other if it fails.</summary>
    public static async Task<string> RunAsync(string name, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(name)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{name}: {await errors}");
    }

    /// <summary>A file under the repository's root, found from where the tests run.</summary>
    public static string RepositoryFile(params string[] parts)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Haystack.sln")))
                return Path.Combine([directory.FullName, .. parts]);
        }

        throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
