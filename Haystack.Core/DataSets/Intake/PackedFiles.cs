using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace Haystack.DataSets.Intake;

/// <summary>
/// Reads a ZIP archive. The platform's own reader unpacks no Zstandard (method 93), in which inspect_ai packs its logs
/// by now; the directory's form is that of PKWARE's APPNOTE, section 4.3.
/// </summary>
internal static class PackedFiles
{
    private const int EndLength = 22;
    private const int LongestComment = 0xFFFF;
    private const int HeaderLength = 46;

    /// <summary>The files that the archive's directory lists.</summary>
    /// <param name="archive">The archive; it is searched.</param>
    /// <param name="most">More files are refused.</param>
    /// <exception cref="InvalidDataException">It has no directory, or one that is damaged.</exception>
    public static List<PackedFile> List(Stream archive, int most)
    {
        var (count, offset) = Directory(archive);
        if (count > most)
            throw new InvalidDataException($"it lists more than {most:N0} files");
        var files = new List<PackedFile>();
        var header = new byte[HeaderLength];
        archive.Position = Within(archive, offset);
        for (long i = 0; i < count; i++)
        {
            archive.ReadExactly(header);
            if (!header.AsSpan().StartsWith("PK\u0001\u0002"u8))
                throw new InvalidDataException("its directory is damaged");
            var rest = new byte[Short(header, 28) + Short(header, 30) + Short(header, 32)];
            archive.ReadExactly(rest);
            var name = Encoding.UTF8.GetString(rest, 0, Short(header, 28));
            var (length, packed, at) = Wide(rest.AsSpan(Short(header, 28), Short(header, 30)), Int(header, 24), Int(header, 20), Int(header, 42));
            files.Add(new PackedFile(name, Short(header, 10), packed, length, at));
        }

        return files;
    }

    /// <summary>A file's content.</summary>
    /// <exception cref="InvalidDataException">It is packed in another way than by DEFLATE or Zstandard, or is damaged.</exception>
    public static Stream Open(Stream archive, PackedFile file)
    {
        var header = new byte[30];
        archive.Position = Within(archive, file.Offset);
        archive.ReadExactly(header);
        if (!header.AsSpan().StartsWith("PK\u0003\u0004"u8))
            throw new InvalidDataException("a file's header is damaged");
        archive.Position += Short(header, 26) + Short(header, 28);
        if (file.PackedLength < 0 || file.PackedLength > archive.Length - archive.Position || file.PackedLength > int.MaxValue)
            throw new InvalidDataException("a file goes on after the archive's end");
        var content = new byte[file.PackedLength];
        archive.ReadExactly(content);
        var packed = new MemoryStream(content);
        return file.Method switch
        {
            0 => packed,
            8 => new DeflateStream(packed, CompressionMode.Decompress),
            93 => new DecompressionStream(packed, leaveOpen: false),
            var method => throw new InvalidDataException($"its files are packed by method {method}"),
        };
    }

    /// <summary>How many files there are, and where the directory stands.</summary>
    private static (long Count, long Offset) Directory(Stream archive)
    {
        var tail = new byte[(int)Math.Min(archive.Length, EndLength + LongestComment)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        var end = tail.Length < EndLength ? -1 : tail.AsSpan(0, tail.Length - EndLength + 4).LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0)
            throw new InvalidDataException("its directory is not there");
        var (count, offset) = ((long)Short(tail, end + 10), Int(tail, end + 16));
        if (count != 0xFFFF && offset != uint.MaxValue)
            return (count, offset);
        // The 64-bit form, found by what stands before.
        if (end < 20 || !tail.AsSpan(end - 20).StartsWith("PK\u0006\u0007"u8))
            return (count, offset);
        var wide = new byte[56];
        archive.Position = Within(archive, Long(tail, end - 20 + 8));
        archive.ReadExactly(wide);
        return wide.AsSpan().StartsWith("PK\u0006\u0006"u8) ? (Long(wide, 32), Long(wide, 48)) : throw new InvalidDataException("its directory is damaged");
    }

    /// <summary>Lengths that need more than 32 bits stand in the extra field 1, in this order, those that do alone.</summary>
    private static (long Length, long Packed, long Offset) Wide(ReadOnlySpan<byte> extra, long length, long packed, long offset)
    {
        while (extra.Length >= 4)
        {
            var (tag, size) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            extra = extra[4..];
            if (size > extra.Length)
                break;
            if (tag == 1)
            {
                var values = extra[..size];
                length = Next(ref values, length);
                packed = Next(ref values, packed);
                offset = Next(ref values, offset);
            }

            extra = extra[size..];
        }

        return (length, packed, offset);
    }

    private static long Next(ref ReadOnlySpan<byte> values, long value)
    {
        if (value != uint.MaxValue || values.Length < 8)
            return value;
        var wide = BinaryPrimitives.ReadInt64LittleEndian(values);
        values = values[8..];
        return wide;
    }

    private static long Within(Stream archive, long offset) =>
        offset >= 0 && offset <= archive.Length ? offset : throw new InvalidDataException("its directory points after its end");

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static long Int(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long Long(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
