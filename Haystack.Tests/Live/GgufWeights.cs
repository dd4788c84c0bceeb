using System.Runtime.InteropServices;
using System.Text;
using Haystack.Tests.Tokenization;

namespace Haystack.Tests.Live;

/// <summary>Writes a GGUF file with its weights.</summary>
internal static class GgufWeights
{
    private const uint F32 = 0;
    private const int Alignment = 32;

    /// <summary>Writes header and tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">All but the tensors.</param>
    /// <param name="tensors">llama.cpp's names, sizes with the innermost first, and values.</param>
    public static void Write(string path, GgufFile header, IReadOnlyList<(string Name, int[] Sizes, float[] Values)> tensors)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write(header.ToArray(tensors: (ulong)tensors.Count));
        var offset = 0L;
        foreach (var (name, sizes, values) in tensors)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            file.Write((ulong)bytes.Length);
            file.Write(bytes);
            file.Write((uint)sizes.Length);
            foreach (var size in sizes)
                file.Write((ulong)size);
            file.Write(F32);
            file.Write(offset);
            offset += Aligned(values.Length * sizeof(float));
        }

        file.Write(new byte[Aligned(file.BaseStream.Position) - file.BaseStream.Position]);
        foreach (var (_, _, values) in tensors)
        {
            file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            file.Write(new byte[Aligned(values.Length * sizeof(float)) - values.Length * sizeof(float)]);
        }
    }

    private static long Aligned(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
