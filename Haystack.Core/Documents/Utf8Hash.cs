using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Haystack.Documents;

/// <summary>SHA-256 of a text in UTF-8 that is given piece by piece, without a copy of the whole.</summary>
internal sealed class Utf8Hash : IDisposable
{
    private const int Piece = 8 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    // Keeps half a surrogate pair until the other half comes with the next piece.
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();

    /// <summary>Goes on with the text.</summary>
    public void Append(ReadOnlySpan<char> text) => Append(text, flush: false);

    /// <summary>The hash of all that was given, lower-case hex. To be called once, last.</summary>
    public string Finish()
    {
        Append([], flush: true);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Append(ReadOnlySpan<char> text, bool flush)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(3 * Piece);
        bool completed;
        do
        {
            _encoder.Convert(text, buffer, flush, out var chars, out var bytes, out completed);
            _hash.AppendData(buffer, 0, bytes);
            text = text[chars..];
        }
        while (!completed);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
