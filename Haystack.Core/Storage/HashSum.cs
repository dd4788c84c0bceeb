namespace Haystack.Storage;

/// <summary>A sum of hashes modulo 2^256, the lowest byte first: it changes with each of them and asks for no order.</summary>
internal sealed class HashSum
{
    private readonly byte[] _sum = new byte[RowHash.Length];

    /// <summary>The sum in hex.</summary>
    public string Hex
    {
        get => Convert.ToHexStringLower(_sum);
        set => Convert.FromHexString(value).AsSpan(0, RowHash.Length).CopyTo(_sum);
    }

    /// <summary>Adds a hash.</summary>
    public void Add(ReadOnlySpan<byte> hash)
    {
        var carry = 0;
        for (var i = 0; i < _sum.Length; i++)
        {
            carry += _sum[i] + hash[i];
            _sum[i] = (byte)carry;
            carry >>= 8;
        }
    }

    /// <summary>Takes a hash away.</summary>
    public void Remove(ReadOnlySpan<byte> hash)
    {
        var carry = 1;
        for (var i = 0; i < _sum.Length; i++)
        {
            carry += _sum[i] + (byte)~hash[i];
            _sum[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
