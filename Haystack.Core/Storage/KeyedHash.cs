using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Haystack.Storage;

/// <summary>A hash of three texts under a key: whoever does not have it can make no other three of the same sum.</summary>
internal sealed class KeyedHash(byte[] key)
{
    private byte[] _bytes = [.. key, .. new byte[512]];

    /// <summary>Hashes the three.</summary>
    public void Of(ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, ReadOnlySpan<byte> three, Span<byte> hash)
    {
        var length = key.Length + 8 + one.Length + two.Length + three.Length;
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, length);
        var rest = _bytes.AsSpan(key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest, one.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest[4..], two.Length);
        rest = rest[8..];
        one.CopyTo(rest);
        two.CopyTo(rest[one.Length..]);
        three.CopyTo(rest[(one.Length + two.Length)..]);
        SHA256.HashData(_bytes.AsSpan(0, length), hash);
    }
}
