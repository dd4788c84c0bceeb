using System.Runtime.InteropServices;
using System.Text;

namespace Haystack.Base;

/// <summary>Tells files from folders, pipes and devices, which <see cref="File"/> does not.</summary>
internal static class FileKinds
{
    private const int TypeMask = 0xF000, CharacterDevice = 0x2000, Directory = 0x4000, BlockDevice = 0x6000, RegularFile = 0x8000;

    /// <summary>What stands at <paramref name="path"/>; links are followed.</summary>
    public static FileKind Of(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return IsReservedName(path) ? FileKind.Device
                : File.Exists(path) ? FileKind.Regular
                : System.IO.Directory.Exists(path) ? FileKind.Folder : FileKind.None;
        }

        // Flags, then the mode, in four bytes each.
        var status = new byte[512];
        // As the runtime opens it: `link/..` is where the link stands, not where it leads.
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || Stat(Encoding.UTF8.GetBytes(Path.GetFullPath(path) + '\0'), status) != 0)
            return FileKind.None;
        return (BitConverter.ToInt32(status, 4) & TypeMask) switch
        {
            RegularFile => FileKind.Regular,
            Directory => FileKind.Folder,
            CharacterDevice or BlockDevice => FileKind.Device,
            _ => FileKind.Pipe,
        };
    }

    /// <summary>Whether a link stands there itself.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static bool IsReservedName(string path) =>
        Path.GetFileNameWithoutExtension(path).ToUpperInvariant() is "NUL" or "CON" or "AUX" or "PRN";

    /// <remarks>The runtime's portable form of stat(2): the same on Linux and macOS, for every processor.</remarks>
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, byte[] status);
}
