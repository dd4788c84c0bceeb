using System.Buffers.Binary;

namespace Haystack.Tests.Live;

/// <summary>The state of a llama-server's slot, as it stores it: which token stands where, and each layer's keys and values.</summary>
internal static class DamagedSlot
{
    private const int Half = 1;

    /// <summary>
    /// Takes from each layer's keys those of a stretch of the text, as a cache does that resumes at a wrong checkpoint: the server
    /// takes the tokens for read, and nothing finds them.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="rowBytes">Bytes of one token's keys in one layer.</param>
    /// <param name="from">Where the stretch begins, as a share of the text.</param>
    /// <param name="to">Where it ends.</param>
    /// <returns>How many blocks of keys and values there are: two for each layer.</returns>
    public static int Damage(string path, int rowBytes, double from, double to)
    {
        var state = File.ReadAllBytes(path);
        Span<byte> mark = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(mark, Half);
        BinaryPrimitives.WriteInt64LittleEndian(mark[sizeof(int)..], rowBytes);
        List<int> blocks = [];
        for (var at = state.AsSpan().IndexOf(mark); at >= 0;)
        {
            blocks.Add(at + mark.Length);
            var next = state.AsSpan(at + mark.Length).IndexOf(mark);
            at = next < 0 ? -1 : at + mark.Length + next;
        }

        // Keys come first, a block a layer, one behind the other.
        var tokens = (blocks[1] - mark.Length - blocks[0]) / rowBytes;
        foreach (var block in blocks.Take(blocks.Count / 2))
            state.AsSpan(block + (int)(from * tokens) * rowBytes, (int)((to - from) * tokens) * rowBytes).Clear();
        File.WriteAllBytes(path, state);
        return blocks.Count;
    }
}
