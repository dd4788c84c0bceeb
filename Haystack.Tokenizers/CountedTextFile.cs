using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Haystack.Tokenization;

/// <summary>Counts of a text in the cache: the number of units, their starts, their cumulative tokens, all int32.</summary>
internal static class CountedTextFile
{
    // Raise it whenever counting or the meaning of a seam changes: old files are then never read.
    private const string Kind = "counts-3";

    /// <summary>Reads and checks; false where there is nothing sound.</summary>
    public static bool TryRead(HaystackCache cache, string key, int textLength, [NotNullWhen(true)] out int[]? starts, [NotNullWhen(true)] out int[]? tokens)
    {
        (starts, tokens) = (null, null);
        if (cache.TryRead(Kind, key) is not { Length: >= 4 } content)
            return false;
        var count = BinaryPrimitives.ReadInt32LittleEndian(content);
        if (count < 2 || content.Length != 4 + (8L * count))
            return false;
        var numbers = MemoryMarshal.Cast<byte, int>(content.AsSpan(4));
        starts = numbers[..count].ToArray();
        tokens = numbers[count..].ToArray();
        return starts[0] == 0 && starts[^1] == textLength && tokens[0] == 0 && IsAscending(starts) && IsAscending(tokens);
    }

    /// <summary>Stores.</summary>
    public static void Write(HaystackCache cache, string key, int[] starts, int[] tokens)
    {
        var content = new byte[4 + (8 * starts.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(content, starts.Length);
        MemoryMarshal.AsBytes(starts.AsSpan()).CopyTo(content.AsSpan(4));
        MemoryMarshal.AsBytes(tokens.AsSpan()).CopyTo(content.AsSpan(4 + (4 * starts.Length)));
        cache.Write(Kind, key, content);
    }

    private static bool IsAscending(int[] numbers)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] < numbers[i - 1])
                return false;
        }

        return true;
    }
}
