using System.IO.Compression;

namespace Haystack.Inference.Wire;

/// <summary>
/// Unpacks a body that a server or a proxy packed though nobody asked for it. What it really is shows in its first bytes; the header
/// is believed only where they do not tell.
/// </summary>
/// <param name="inner">The body.</param>
/// <param name="encoding">What the header says: <c>gzip</c>, <c>deflate</c>, <c>br</c>; null where it says nothing.</param>
internal sealed class UnpackingStream(Stream inner, string? encoding) : AsyncForwardStream
{
    private readonly byte[] _head = new byte[2];
    private int _headLength, _headRead;
    private Stream? _unpacked;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_unpacked is null)
        {
            while (_headLength < _head.Length && await inner.ReadAsync(_head.AsMemory(_headLength), cancellationToken).ConfigureAwait(false) is > 0 and var read)
                _headLength += read;
            _unpacked = Unpacked(new Packed(this));
        }

        try
        {
            return await _unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new IOException($"the answer is packed ({encoding ?? "gzip"}) and cannot be unpacked: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private Stream Unpacked(Stream whole)
    {
        var (first, second) = (_head[0], _head[1]);
        if (_headLength < 2)
            return whole;
        if (first == 0x1F && second == 0x8B)
            return new GZipStream(whole, CompressionMode.Decompress);
        if (first == 0x28 && second == 0xB5)
            throw new IOException("the answer is packed in a way that was not asked for and is not known (zstd)");
        // Text says by its first byte that it is none of these, whatever the header says.
        if (first is (byte)'d' or (byte)'e' or (byte)':' or (byte)'{' or (byte)'[' or (byte)'<' or (byte)'\n' or (byte)'\r' or (byte)' ' or 0xEF && encoding is not "br")
            return whole;
        return encoding switch
        {
            "deflate" when (first & 0x0F) == 8 && ((first << 8) | second) % 31 == 0 => new ZLibStream(whole, CompressionMode.Decompress),
            "deflate" => new DeflateStream(whole, CompressionMode.Decompress),
            "br" => new BrotliStream(whole, CompressionMode.Decompress),
            _ => whole,
        };
    }

    // The head that was looked at, and what follows it.
    private sealed class Packed(UnpackingStream owner) : AsyncForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => owner.ReadPackedAsync(buffer, cancellationToken);
    }

    private ValueTask<int> ReadPackedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = Math.Min(buffer.Length, _headLength - _headRead);
        if (count <= 0)
            return inner.ReadAsync(buffer, cancellationToken);
        _head.AsMemory(_headRead, count).CopyTo(buffer);
        _headRead += count;
        return ValueTask.FromResult(count);
    }
}
