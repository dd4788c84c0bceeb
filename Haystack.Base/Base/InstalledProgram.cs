using System.Diagnostics;

#pragma warning disable RS0030 // The door itself.
namespace Haystack.Base;

/// <summary>
/// Programs of the system, found where the system's search path says and nowhere else: by itself the runtime looks in the working
/// directory first, and a project that somebody brought has whatever it likes there.
/// </summary>
internal static class InstalledProgram
{
    /// <summary>Starts a program and gives what it prints to be read; null where it is not installed.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It is there, and cannot be started.</exception>
    public static Process? Start(string name, IEnumerable<string> arguments) =>
        Find(name, Environment.GetEnvironmentVariable("PATH")) is { } path
            ? Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            : null;

    /// <summary>Has the system's shell carry out a command that the user gave on the command line; null where it has none.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The shell cannot be started.</exception>
    public static Process? StartShell(string command, IReadOnlyDictionary<string, string> environment)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(Path.Combine(Environment.SystemDirectory, "cmd.exe"), ["/c", command]) : new ProcessStartInfo("/bin/sh", ["-c", command]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start);
    }

    /// <summary>Where a program is; null where it is in none of the folders of a search path. Parts that are relative, or empty, mean the working directory, and are passed over.</summary>
    internal static string? Find(string name, string? searchPath) =>
        (searchPath ?? "").Split(Path.PathSeparator)
            .Where(folder => Path.IsPathFullyQualified(folder))
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) =>
        FileKinds.Of(path) == FileKind.Regular
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
