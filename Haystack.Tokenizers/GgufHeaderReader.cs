using System.Buffers.Binary;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>
/// Reads chosen values of a GGUF header (versions 2 and 3). No length in the file is believed before the file is
/// seen to hold as much, so a hostile file costs no more memory than its own size, and that is bounded too.
/// </summary>
internal sealed class GgufHeaderReader
{
    private const uint Magic = 0x46554747;
    private const int MostValues = 1 << 16;
    private const int LongestKey = 1 << 12;
    private const long LongestText = 1L << 24;
    private const long LongestItem = 1L << 16;
    private const long LargestVocabulary = 1L << 28;

    private readonly string _source;
    private readonly Stream _stream;
    private readonly long _length;
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _kept;
    private ulong _tensors, _unread;
    private long _alignment = 32;

    public GgufHeaderReader(string source, Stream stream)
    {
        _source = source;
        _stream = stream;
        _length = stream.Length;
    }

    private enum ValueType : uint
    {
        UInt8, Int8, UInt16, Int16, UInt32, Int32, Float32, Bool, String, Array, UInt64, Int64, Float64,
    }

    /// <summary>The values of <paramref name="keys"/> that are there.</summary>
    public Dictionary<string, object> Read(IReadOnlyList<string> keys)
    {
        if (_length < 24 || UInt32() != Magic)
            throw new HaystackException($"{_source}: not a GGUF file");
        var version = UInt32();
        if (version is not (2 or 3))
            throw new HaystackException($"{_source}: GGUF version {version} is not supported (2 and 3 are)");
        _tensors = UInt64();
        var count = UInt64();
        if (count > MostValues)
            throw Damaged($"{count} header values");
        _unread = count;
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        for (; _unread > 0 && values.Count < keys.Count; _unread--)
        {
            var key = Text(LongestKey);
            var type = Type();
            if (!keys.Contains(key))
                Pass(type, key);
            else if (!values.TryAdd(key, Value(type, key)))
                throw Damaged($"two values of {key}");
        }

        return values;
    }

    /// <summary>What stands behind the values: each tensor, and that the file holds it whole. Asked once, after <see cref="Read"/>.</summary>
    /// <exception cref="HaystackException">The list is damaged, or the file ends before its tensors do.</exception>
    public IReadOnlyList<GgufTensor> ReadTensors()
    {
        for (; _unread > 0; _unread--)
            Pass(TypeAfter(out var key), key);
        if (_tensors > MostValues)
            throw Damaged($"{_tensors} tensors");
        var tensors = new List<GgufTensor>();
        for (var i = 0UL; i < _tensors; i++)
        {
            var name = Text(LongestKey);
            if (UInt32() is var rank && rank is 0 or > 4)
                throw Damaged($"tensor {name} of {rank} dimensions");
            var sizes = new long[rank];
            for (var d = 0; d < rank; d++)
                sizes[d] = UInt64() is var size && size is > 0 and <= int.MaxValue ? (long)size : throw Damaged($"tensor {name} with {size} numbers a row");
            tensors.Add(new GgufTensor(name, sizes, UInt32(), UInt64()));
        }

        if (_alignment is <= 0 or > 1 << 20)
            throw Damaged($"an alignment of {_alignment}");
        var (data, end) = ((_stream.Position + _alignment - 1) / _alignment * _alignment, (Int128)0);
        foreach (var tensor in tensors)
            end = Int128.Max(end, (Int128)data + tensor.Offset + tensor.Bytes);
        return end <= _length
            ? tensors
            : throw new HaystackException($"{_source}: its tensors end at byte {end}, and the file has {_length}: it is cut short (was it downloaded to its end?) or damaged");
    }

    private ValueType TypeAfter(out string key)
    {
        key = Text(LongestKey);
        return Type();
    }

    // What is not asked for is passed over, but for the value that says where tensors begin.
    private void Pass(ValueType type, string key)
    {
        if (key == "general.alignment" && (type is ValueType.UInt32 or ValueType.UInt64))
            _alignment = Integer(type);
        else
            Skip(type, key);
    }

    private object Value(ValueType type, string key) => type switch
    {
        ValueType.String => Text(LongestText),
        ValueType.Bool => Bytes(1)[0] != 0,
        ValueType.UInt8 or ValueType.Int8 or ValueType.UInt16 or ValueType.Int16 or ValueType.UInt32
            or ValueType.Int32 or ValueType.UInt64 or ValueType.Int64 => Integer(type),
        ValueType.Array => List(key),
        _ => throw Damaged($"{key} of type {(uint)type}"),
    };

    private object List(string key)
    {
        var type = Type();
        var count = Count(type, key);
        switch (type)
        {
            case ValueType.String:
                var texts = new List<string>();
                for (var i = 0L; i < count; i++)
                    texts.Add(Text(LongestItem));
                return texts;
            case ValueType.Float32:
                var numbers = new List<float>();
                for (var i = 0L; i < count; i++)
                    numbers.Add(BinaryPrimitives.ReadSingleLittleEndian(Bytes(4)));
                return numbers;
            case ValueType.Int8 or ValueType.UInt8 or ValueType.Int16 or ValueType.UInt16 or ValueType.Int32 or ValueType.UInt32:
                var integers = new List<int>();
                for (var i = 0L; i < count; i++)
                    integers.Add(unchecked((int)Integer(type)));
                return integers;
            default:
                throw Damaged($"{key}, a list of type {(uint)type}");
        }
    }

    private void Skip(ValueType type, string key)
    {
        if (type == ValueType.String)
        {
            SkipBytes(UInt64(), key);
            return;
        }

        if (type != ValueType.Array)
        {
            SkipBytes((ulong)Size(type, key), key);
            return;
        }

        var item = Type();
        var count = Count(item, key);
        if (item != ValueType.String)
        {
            SkipBytes((ulong)(count * Size(item, key)), key);
            return;
        }

        for (var i = 0L; i < count; i++)
            SkipBytes(UInt64(), key);
    }

    // A list inside a list is not in any known file; refusing it leaves nothing that could nest without end.
    private long Count(ValueType type, string key)
    {
        var count = UInt64();
        var least = type == ValueType.String ? 8 : Size(type, key);
        return count <= (ulong)((_length - _stream.Position) / least) ? (long)count : throw Damaged($"{key} with {count} items, more than the file could hold");
    }

    private int Size(ValueType type, string key) => type switch
    {
        ValueType.UInt8 or ValueType.Int8 or ValueType.Bool => 1,
        ValueType.UInt16 or ValueType.Int16 => 2,
        ValueType.UInt32 or ValueType.Int32 or ValueType.Float32 => 4,
        ValueType.UInt64 or ValueType.Int64 or ValueType.Float64 => 8,
        _ => throw Damaged($"{key} of type {(uint)type}"),
    };

    private long Integer(ValueType type)
    {
        var bytes = Bytes(Size(type, "a number"));
        return type switch
        {
            ValueType.UInt8 => bytes[0],
            ValueType.Int8 => (sbyte)bytes[0],
            ValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            ValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            ValueType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            ValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }

    private string Text(long longest)
    {
        var length = UInt64();
        if (length > (ulong)longest || (long)length > _length - _stream.Position)
            throw Damaged($"a text of {length} bytes");
        _kept += (long)length + 32;
        if (_kept > LargestVocabulary)
            throw Damaged($"a vocabulary of more than {LargestVocabulary >> 20} MB");
        if (length <= (ulong)_buffer.Length)
            return Encoding.UTF8.GetString(Bytes((int)length));
        var bytes = new byte[length];
        _stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private void SkipBytes(ulong count, string key)
    {
        if (count > (ulong)(_length - _stream.Position))
            throw Damaged($"{key} longer than the file");
        _stream.Seek((long)count, SeekOrigin.Current);
    }

    private ValueType Type() => (ValueType)UInt32();

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _length - _stream.Position)
            throw Damaged("an end before its end");
        _stream.ReadExactly(_buffer, 0, count);
        return _buffer.AsSpan(0, count);
    }

    // Names come from the file, and may hold anything.
    private HaystackException Damaged(string what) =>
        new($"{_source}: a damaged GGUF header ({string.Concat(what.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '\uFFFD' : c))})");
}
