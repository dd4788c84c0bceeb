using System.Security.Cryptography;

namespace Haystack.Base;

/// <summary>A file being read: bounded, and hashed on the way.</summary>
internal sealed class InputStream : ForwardStream
{
    private readonly Stream _file;
    private readonly string _path;
    private readonly long _mostBytes;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;

    /// <summary>Reads an open file.</summary>
    internal InputStream(Stream file, string path, long mostBytes, bool isRegular)
    {
        (_file, _path, _mostBytes, IsRegular) = (file, path, mostBytes, isRegular);
    }

    /// <summary>Whether it is a file that can be opened again; otherwise it is read this once.</summary>
    public bool IsRegular { get; }

    /// <summary>Bytes of a regular file.</summary>
    /// <exception cref="NotSupportedException">It is none: how much will come is not known.</exception>
    public override long Length => IsRegular ? _file.Length : base.Length;

    /// <inheritdoc/>
    public override long Position { get => _position; set => base.Position = value; }

    /// <summary>Reads what is left, and gives the hash of everything, lower-case hex.</summary>
    /// <exception cref="HaystackException">It cannot be read, or is too long.</exception>
    public string Sha256()
    {
        Span<byte> rest = stackalloc byte[4096];
        while (Read(rest) > 0)
        {
            // Only for the hash.
        }

        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    /// <exception cref="HaystackException">It cannot be read, or is too long.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _file.Read(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Fault(_path, e);
        }

        _position += read;
        if (_position > _mostBytes)
            throw InputFile.TooLong(_path, _mostBytes);
        _hash.AppendData(buffer[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
