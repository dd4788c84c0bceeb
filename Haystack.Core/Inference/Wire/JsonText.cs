using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>
/// A text in parts, as one JSON string in UTF-8. A long one is written piece by piece as it is sent, so that there is
/// never a copy of it; a short one is encoded once.
/// </summary>
internal sealed class JsonText
{
    private const int Piece = 8 * 1024;
    private const int Short = 4 * Piece;

    // Only what JSON itself asks for is escaped, and the web's characters are not, since no page reads this.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<string> _parts;

    /// <param name="parts">The text; half a surrogate pair at the end of a part goes with the other half.</param>
    public JsonText(IReadOnlyList<string> parts)
    {
        _parts = parts;
        if (parts.Sum(p => (long)p.Length) > Short)
        {
            // One pass for the length, which goes ahead of the body.
            foreach (var piece in Encode(new ArrayBufferWriter<byte>(2 * Piece)))
                Length += piece.Length;
            return;
        }

        var whole = new ArrayBufferWriter<byte>(Piece);
        using var writer = new Utf8JsonWriter(whole, Writing);
        writer.WriteStringValue(string.Concat(parts));
        writer.Flush();
        (Whole, Length) = (whole.WrittenMemory, whole.WrittenCount);
    }

    /// <summary>All of it where it is short.</summary>
    public ReadOnlyMemory<byte>? Whole { get; }

    /// <summary>The bytes that <see cref="WriteAsync"/> writes, quotes included.</summary>
    public long Length { get; }

    /// <summary>Writes the string, quotes included.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (Whole is { } bytes)
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var piece in Encode(new ArrayBufferWriter<byte>(2 * Piece)))
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
    }

    // Each piece is good until the next is asked for.
    private IEnumerable<ReadOnlyMemory<byte>> Encode(ArrayBufferWriter<byte> buffer)
    {
        using var writer = new Utf8JsonWriter(buffer, Writing);
        foreach (var part in _parts)
        {
            for (var at = 0; at < part.Length; at += Piece)
            {
                writer.WriteStringValueSegment(part.AsSpan(at, Math.Min(Piece, part.Length - at)), isFinalSegment: false);
                writer.Flush();
                yield return buffer.WrittenMemory;
                buffer.ResetWrittenCount();
            }
        }

        writer.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
        writer.Flush();
        yield return buffer.WrittenMemory;
    }
}
