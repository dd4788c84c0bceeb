using System.Globalization;
using System.Text;

#pragma warning disable RS0030 // The door itself.
namespace Haystack.Base;

/// <summary>
/// The one way in which files that others made are read: only regular files, and what the shell has opened
/// (<c>&lt;(…)</c>, <c>/dev/stdin</c>), which is read once; bounded in size, and hashed on the way where that is wanted.
/// A FIFO or a device on the disk is refused: it may never end, or never begin.
/// </summary>
/// <remarks>
/// Choose the bound by what the kind of file can need, and let the message of the exception stand: it names the file and
/// what to do. To hash what is read, read <see cref="InputStream.Sha256"/> once the end was reached; a file that is read
/// twice may be another one the second time.
/// </remarks>
internal static class InputFile
{
    /// <summary>Opens a file that is read from its beginning to its end.</summary>
    /// <param name="path">Where it is, as the user named it.</param>
    /// <param name="mostBytes">More than so many bytes are refused: where the file tells its length at once, else on the way.</param>
    /// <exception cref="HaystackException">There is none, it is no regular file, it is too long, or may not be read.</exception>
    public static InputStream Open(string path, long mostBytes)
    {
        if (StandardFile.NumberOf(path) is { } number)
            return Guard(path, () => new InputStream(StandardFile.Open(number, FileAccess.Read), path, mostBytes, isRegular: false));
        Require(path);
        var file = Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan));
        if (file.Length <= mostBytes)
            return new InputStream(file, path, mostBytes, isRegular: true);
        file.Dispose();
        throw TooLong(path, mostBytes);
    }

    /// <summary>Opens a regular file in which positions are sought; nothing is hashed, and what is read is for the caller to bound.</summary>
    /// <exception cref="HaystackException">There is none, it is no regular file, or may not be read.</exception>
    public static FileStream OpenRegular(string path)
    {
        Require(path);
        return Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan));
    }

    /// <summary>Whether another process holds a regular file for itself alone; false where it may not be opened here.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Not ours to open: who may not read it cannot tell.
            return false;
        }
    }

    /// <summary>All bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAllBytes(string path, long mostBytes)
    {
        using var stream = Open(path, mostBytes);
        using var bytes = new MemoryStream(stream.IsRegular ? (int)stream.Length : 0);
        stream.CopyTo(bytes);
        return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
    }

    /// <summary>All text of a file in UTF-8, or what its byte order mark says.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ReadAllText(string path, long mostBytes)
    {
        using var reader = new StreamReader(Open(path, mostBytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>Requires that a regular file is at a path, links followed, without opening it: for what is read more than once.</summary>
    /// <exception cref="HaystackException">There is none, or something else.</exception>
    public static void Require(string path)
    {
        if (StandardFile.NumberOf(path) is not null)
            throw new HaystackException($"'{path}' can be read only once, and is needed more often: put it into a file, and name that");
        switch (FileKinds.Of(path))
        {
            case FileKind.None:
                throw new HaystackException($"there is no file '{path}'");
            case FileKind.Folder:
                throw new HaystackException($"'{path}' is a folder; name a file");
            case FileKind.Pipe or FileKind.Device:
                throw new HaystackException($"'{path}' is a pipe or a device, not a file: copy what it gives into a file, and name that");
        }
    }

    internal static HaystackException TooLong(string path, long mostBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{path}' is longer than {(mostBytes >= 1 << 20 ? $"{mostBytes >> 20} MiB" : $"{mostBytes} bytes")}, too long for what it is named as"));

    internal static HaystackException Fault(string path, Exception fault) => new($"'{path}' cannot be read: {fault.Message}", fault);

    private static T Guard<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Fault(path, e);
        }
    }
}
