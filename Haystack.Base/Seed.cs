using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Haystack;

/// <summary>
/// Where everything random comes from: a 64-bit value from which further seeds are derived by name.
/// </summary>
/// <remarks>
/// A derived seed depends on the parent's value, the name and the index alone, never on the order of work,
/// so resuming or reordering a run changes nothing.
/// </remarks>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The seed called <paramref name="name"/> (and numbered <paramref name="index"/>) under this one.</summary>
    public Seed Derive(string name, long index = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        var nameBytes = Encoding.UTF8.GetByteCount(name);
        Span<byte> buffer = nameBytes <= 240 ? stackalloc byte[nameBytes + 16] : new byte[nameBytes + 16];
        BinaryPrimitives.WriteUInt64LittleEndian(buffer, Value);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[8..], index);
        Encoding.UTF8.GetBytes(name, buffer[16..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer, hash);
        return new Seed(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>A stream of random numbers that starts from this seed.</summary>
    internal RandomStream Stream() => new(Value);
}
