using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haystack.Tests.Cli.Warm;

/// <summary>The three streams that a process is born with, set to other files underneath all that writes to them.</summary>
internal static class StandardStreams
{
    /// <summary>A second handle of one of the three, which stays what it is when that one is set to another file.</summary>
    public static FileStream Keep(int stream, FileAccess access) => new(new SafeFileHandle(Checked(Dup(stream)), ownsHandle: true), access, 1);

    /// <summary>Sets the three to files. The console's writers are new ones, as in a new process.</summary>
    public static void Set(string input, string output, string error)
    {
        using (var file = File.OpenHandle(input))
            Put(file, 0);
        using (var file = File.OpenHandle(output, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            Put(file, 1);
        using (var file = File.OpenHandle(error, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            Put(file, 2);
        Console.SetIn(new StreamReader(Console.OpenStandardInput()));
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });
        Console.SetError(new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true });
    }

    private static void Put(SafeFileHandle file, int stream) => Checked(Dup2((int)file.DangerousGetHandle(), stream));

    private static int Checked(int result) => result >= 0 ? result : throw new IOException($"error {Marshal.GetLastPInvokeError()} of dup");

    [DllImport("libc", EntryPoint = "dup", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Dup(int stream);

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Dup2(int from, int to);
}
