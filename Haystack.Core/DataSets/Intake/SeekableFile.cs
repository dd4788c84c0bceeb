using System.Text;

namespace Haystack.DataSets.Intake;

/// <summary>A file of JSON as a stream of UTF-8 that can be read again: a pipe is stored first, UTF-16 is converted, a byte order mark goes.</summary>
internal static class SeekableFile
{
    /// <summary>The most bytes that are taken from a pipe, which may never end: they are put on the disk.</summary>
    private const long LongestPipe = 2L << 30;

    /// <summary>The path of a file with the same content that can be read more than once: itself, or a copy that <paramref name="copy"/> deletes.</summary>
    /// <exception cref="HaystackException">It cannot be read.</exception>
    public static string Of(string path, out IDisposable? copy) => Of(path, LongestPipe, out copy);

    internal static string Of(string path, long longestPipe, out IDisposable? copy)
    {
        copy = null;
        if (StandardFile.NumberOf(path) is null)
        {
            InputFile.Require(path);
            return path;
        }

        var stored = new TemporaryCopy();
        try
        {
            using var pipe = InputFile.Open(path, longestPipe);
            using var into = OutputFile.Create(stored.Path);
            pipe.CopyTo(into);
        }
        catch
        {
            // Nobody else knows of it: the disk does not keep what was too long.
            stored.Dispose();
            throw;
        }

        copy = stored;
        return stored.Path;
    }

    /// <summary>A stream of UTF-8 over an opened file, whatever it is written in.</summary>
    public static Stream AsUtf8(Stream file)
    {
        Span<byte> head = stackalloc byte[4];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var (encoding, mark) = Encoded(head[..length]);
        file.Position = mark;
        return encoding is null ? file : Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8);
    }

    /// <summary>JSON begins with an ASCII character, so its encoding shows in the first bytes (RFC 4627, section 3).</summary>
    private static (Encoding? Encoding, int Mark) Encoded(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (null, 3),
        [0xFF, 0xFE, 0, 0] => (new UTF32Encoding(false, true), 4),
        [0, 0, 0xFE, 0xFF] => (new UTF32Encoding(true, true), 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [0, 0, 0, not 0] => (new UTF32Encoding(true, false), 0),
        [not 0, 0, 0, 0] => (new UTF32Encoding(false, false), 0),
        [0, not 0, 0, not 0] => (Encoding.BigEndianUnicode, 0),
        [not 0, 0, not 0, 0] => (Encoding.Unicode, 0),
        _ => (null, 0),
    };

    /// <summary>What a killed process left of one is cleared by the next.</summary>
    private sealed class TemporaryCopy : IDisposable
    {
        private static readonly string Folder = System.IO.Path.GetTempPath();

        public TemporaryCopy() => Leftovers.Clear(Folder);

        public string Path { get; } = Leftovers.NewName(Folder);

        public void Dispose() => Leftovers.Remove(Path);
    }
}
