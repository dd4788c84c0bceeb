using System.Text;

namespace Haystack.Cli.Scheduling;

/// <summary>Writes files for a scheduler and prints their paths.</summary>
internal static class WrittenFiles
{
    /// <summary>Writes all of them into a folder.</summary>
    public static async Task WriteAsync(string folder, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder, name);
            OutputFile.Write(path, Encoding.UTF8.GetBytes(text));
            if (name.EndsWith(".sh", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            await Console.Out.WriteLineAsync(path).ConfigureAwait(false);
        }
    }
}
