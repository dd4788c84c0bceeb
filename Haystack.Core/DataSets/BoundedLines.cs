using System.Globalization;
using Haystack.DataSets.Intake;

namespace Haystack.DataSets;

/// <summary>Lines of a file as bytes; a line longer than any that is written here is refused, not held.</summary>
internal static class BoundedLines
{
    /// <summary>The longest line, in bytes: sixteen times a prompt of a million tokens.</summary>
    public const int Longest = 64 * 1024 * 1024;

    /// <summary>The lines with their numbers, from 1; empty ones are passed over. A line is valid until the next one is asked for.</summary>
    /// <exception cref="HaystackException">The file cannot be read, or a line is too long.</exception>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Read(string path)
    {
        using var opened = Open(path);
        using var file = SeekableFile.AsUtf8(opened);
        var (buffer, start, filled, number) = (new byte[1 << 20], 0, 0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n');
            if (length < 0)
            {
                if (start > 0)
                    buffer.AsSpan(start, filled - start).CopyTo(buffer);
                (filled, start) = (filled - start, 0);
                if (filled == buffer.Length)
                {
                    if (filled >= Longest)
                        throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"{path}: line {number + 1} is longer than {Longest} bytes"));
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                var read = file.Read(buffer, filled, buffer.Length - filled);
                filled += read;
                if (read > 0)
                    continue;
                if (filled == 0)
                    yield break;
                length = filled;
            }

            number++;
            var line = buffer.AsMemory(start, length);
            start = Math.Min(filled, start + length + 1);
            if (line.Span.IndexOfAnyExcept(" \r\t"u8) >= 0)
                yield return (number, line);
        }
    }

    /// <summary>Opens a file for reading.</summary>
    public static FileStream Open(string path) => InputFile.OpenRegular(path);
}
