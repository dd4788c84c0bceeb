using System.Security.Cryptography;

namespace Haystack.Tokenization;

/// <summary>What follows the check sum of a cached file, read once from end to end and summed on the way.</summary>
internal sealed class CheckedStream : ForwardStream
{
    private readonly Stream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _sum = new byte[SHA256.HashSizeInBytes];
    private long _position;

    /// <summary>Reads the sum that <paramref name="file"/> begins with.</summary>
    public CheckedStream(Stream file)
    {
        _file = file;
        file.ReadExactly(_sum);
    }

    /// <inheritdoc/>
    public override long Length => _file.Length - _sum.Length;

    /// <inheritdoc/>
    public override long Position { get => _position; set => base.Position = value; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = _file.Read(buffer);
        _hash.AppendData(buffer[..read]);
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads what is left, and tells whether all of it is what was summed when it was written.</summary>
    public bool IsSound()
    {
        Span<byte> rest = stackalloc byte[4096];
        while (Read(rest) > 0)
        {
            // Only for the sum.
        }

        return _hash.GetHashAndReset().AsSpan().SequenceEqual(_sum);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }
}
