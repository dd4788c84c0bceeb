#pragma warning disable RS0030 // The door itself.
namespace Haystack.Base;

/// <summary>
/// The one way in which files are written: whole or not at all. A new file is made under a name that nobody can guess
/// and that is nobody's yet, written, brought to the disk, and renamed. A link is followed to what it names, and that is
/// replaced; devices, pipes and what the shell has opened (<c>/dev/stdout</c>) are written to, never replaced.
/// </summary>
internal static class OutputFile
{
    private const int Buffer = 1 << 16;

    /// <summary>Writes bytes.</summary>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes what <paramref name="write"/> gives. The folder is made where there is none.</summary>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var output = Opened.At(path);
        Guard(path, () =>
        {
            write(output.Stream);
            output.Finish();
        });
    }

    /// <summary>The same for what is written little by little.</summary>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var output = Opened.At(path);
        try
        {
            await write(output.Stream, cancellationToken).ConfigureAwait(false);
            output.Finish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, e);
        }
    }

    /// <summary>Adds text to the end of a file that others write to as well, such as the summary of a step on GitHub.</summary>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static void Append(string path, string text) => Guard(path, () =>
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        File.AppendAllText(path, text);
    });

    /// <summary>A new file in a folder that <see cref="OutputFolder"/> made.</summary>
    public static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer);

    /// <summary>A file of such a folder again, to add to it.</summary>
    public static FileStream Continue(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, Buffer);

    /// <summary>Opens a file that is held, not written: made where there is none. Never through a link, nor a pipe or device.</summary>
    /// <exception cref="HaystackException">Something else than a file has its name.</exception>
    public static FileStream OpenLock(string path) =>
        FileKinds.IsLink(path) || FileKinds.Of(path) is not (FileKind.None or FileKind.Regular)
            ? throw new HaystackException($"{path} is a link or no file: remove it, or name another --out")
            : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Makes a folder where there is none, and finds out whether files can be written into it.</summary>
    /// <exception cref="HaystackException">They cannot; one line says why.</exception>
    public static void MakeFolder(string folder)
    {
        if (FileKinds.Of(folder) is not (FileKind.None or FileKind.Folder))
            throw new HaystackException($"{folder} is a file, not a folder: name another");
        Guard(folder, () => Directory.CreateDirectory(folder));
        TryFolder(folder);
    }

    /// <summary>Finds out whether files can be written into a folder; nothing is left there.</summary>
    /// <exception cref="HaystackException">They cannot.</exception>
    public static void TryFolder(string folder) => Guard(folder, () =>
    {
        var name = Leftovers.NewName(folder);
        Create(name).Dispose();
        File.Delete(name);
    });

    /// <summary>The file that writing to <paramref name="path"/> replaces: the path, or what links from it lead to.</summary>
    /// <exception cref="HaystackException">The links lead in a circle.</exception>
    internal static string Target(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            return FileKinds.IsLink(full) ? RealPath.Of(full) : full;
        }
        catch (IOException e)
        {
            throw new HaystackException($"{path} cannot be written: its links lead in a circle, or nowhere", e);
        }
    }

    internal static HaystackException Fault(string path, Exception fault) => new($"{path} cannot be written: {fault.Message}", fault);

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Fault(path, e);
        }
    }

    /// <summary>What is written to, until it is whole.</summary>
    private sealed class Opened : IDisposable
    {
        private readonly string? _temporary;
        private readonly string _target;

        private Opened(Stream stream, string target, string? temporary) => (Stream, _target, _temporary) = (stream, target, temporary);

        public Stream Stream { get; }

        public static Opened At(string path)
        {
            try
            {
                if (StandardFile.NumberOf(path) is { } number)
                    return new Opened(StandardFile.Open(number, FileAccess.Write), path, temporary: null);
                switch (FileKinds.Of(path))
                {
                    case FileKind.Folder:
                        throw new HaystackException($"{path} is a directory; name a file");
                    case FileKind.Device or FileKind.Pipe:
                        return new Opened(new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, Buffer), path, temporary: null);
                }

                var target = Target(path);
                var folder = Path.GetDirectoryName(target)!;
                Directory.CreateDirectory(folder);
                Leftovers.Clear(folder);
                var temporary = Leftovers.NewName(folder);
                var stream = Create(temporary);
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                return new Opened(stream, target, temporary);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                throw Fault(path, e);
            }
        }

        /// <summary>Everything was written.</summary>
        public void Finish()
        {
            if (_temporary is null)
            {
                Stream.Flush();
                return;
            }

            ((FileStream)Stream).Flush(flushToDisk: true);
            Stream.Dispose();
            File.Move(_temporary, _target, overwrite: true);
        }

        public void Dispose()
        {
            try
            {
                Stream.Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Closing tries once more to write what Finish could not, and has told.
            }

            if (_temporary is not null)
                Leftovers.Remove(_temporary);
        }
    }
}
