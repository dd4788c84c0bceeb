using System.Runtime.InteropServices;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>Composes a GGUF file (version 3): values of the header, then tensors in half or single precision.</summary>
internal sealed class GgufWriter
{
    private const uint Version = 3;
    private const int Alignment = 32;

    private readonly List<Action<BinaryWriter>> _values = [];

    private enum ValueType : uint
    {
        UInt32 = 4, Int32 = 5, Float32 = 6, Bool = 7, String = 8, Array = 9,
    }

    /// <summary>A text.</summary>
    public GgufWriter Add(string key, string value) => Add(key, ValueType.String, w => Text(w, value));

    /// <summary>A count or an id.</summary>
    public GgufWriter Add(string key, int value) => Add(key, ValueType.UInt32, w => w.Write((uint)value));

    /// <summary>A number.</summary>
    public GgufWriter Add(string key, float value) => Add(key, ValueType.Float32, w => w.Write(value));

    /// <summary>Yes or no.</summary>
    public GgufWriter Add(string key, bool value) => Add(key, ValueType.Bool, w => w.Write(value));

    /// <summary>A list of texts.</summary>
    public GgufWriter Add(string key, IReadOnlyList<string> values) => List(key, ValueType.String, values, Text);

    /// <summary>A list of integers.</summary>
    public GgufWriter Add(string key, IReadOnlyList<int> values) => List(key, ValueType.Int32, values, (w, v) => w.Write(v));

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream, IReadOnlyList<WrittenTensor> tensors)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)_values.Count);
        foreach (var value in _values)
            value(writer);
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            Text(writer, tensor.Name);
            writer.Write((uint)tensor.Sizes.Count);
            foreach (var size in tensor.Sizes)
                writer.Write((ulong)size);
            writer.Write((uint)tensor.Type);
            writer.Write((ulong)offset);
            offset += Padded(tensor.Bytes);
        }

        writer.Flush();
        Pad(writer, Padded(stream.Position) - stream.Position);
        foreach (var tensor in tensors)
        {
            if (tensor.Type == WrittenPrecision.F32)
            {
                writer.Write(MemoryMarshal.AsBytes(tensor.Values.Span));
            }
            else
            {
                foreach (var value in tensor.Values.Span)
                    writer.Write((Half)value);
            }

            Pad(writer, Padded(tensor.Bytes) - tensor.Bytes);
        }
    }

    private GgufWriter List<T>(string key, ValueType type, IReadOnlyList<T> values, Action<BinaryWriter, T> write) => Add(key, ValueType.Array, w =>
    {
        w.Write((uint)type);
        w.Write((ulong)values.Count);
        foreach (var value in values)
            write(w, value);
    });

    private GgufWriter Add(string key, ValueType type, Action<BinaryWriter> write)
    {
        _values.Add(w =>
        {
            Text(w, key);
            w.Write((uint)type);
            write(w);
        });
        return this;
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer, long bytes) => writer.Write(new byte[bytes]);
}
