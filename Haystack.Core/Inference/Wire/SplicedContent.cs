using System.Buffers;
using System.Net;
using System.Text;

namespace Haystack.Inference.Wire;

/// <summary>
/// A JSON object's body with further members put in right after its first brace, and long texts in the places of their
/// marks: written as it is sent, since a prompt of 128k tokens is half a megabyte, and there may be many in flight.
/// </summary>
internal sealed class SplicedContent : HttpContent
{
    /// <summary>What is sent, in order: bytes as they are, and the long text that follows them, if any.</summary>
    private readonly List<(ReadOnlyMemory<byte> Bytes, JsonText? Text)> _parts = [];

    private SplicedContent(byte[] body, byte[] members, IReadOnlyList<JsonText> texts)
    {
        if (body is not [(byte)'{', ..])
            throw new InvalidOperationException("the request's body is not a JSON object");
        var run = new ArrayBufferWriter<byte>(body.Length + members.Length);
        run.Write("{"u8);
        run.Write(members);
        var rest = body.AsSpan(1);
        // Client libraries keep the order of messages.
        for (var i = 0; i < texts.Count; i++)
        {
            var mark = Encoding.ASCII.GetBytes($"\"{StreamedPrompts.Mark(i)}\"");
            var found = rest.IndexOf(mark);
            if (found < 0)
                throw new InvalidOperationException($"message {i} has no place in the request's body");
            run.Write(rest[..found]);
            rest = rest[(found + mark.Length)..];
            if (texts[i].Whole is { } whole)
            {
                // Short prompts go out in one write.
                run.Write(whole.Span);
                continue;
            }

            _parts.Add((run.WrittenMemory, texts[i]));
            run = new ArrayBufferWriter<byte>(Math.Max(rest.Length, 1));
        }

        run.Write(rest);
        _parts.Add((run.WrittenMemory, null));
    }

    /// <summary>Puts them in.</summary>
    /// <param name="inner">A JSON object with at least one member, short; read here, and done with.</param>
    /// <param name="members">Members in UTF-8, such as <c>"truncate":false,</c>, with a comma at the end.</param>
    /// <param name="texts">The texts whose marks (<see cref="StreamedPrompts.Mark"/>) stand in it, in this order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SplicedContent> CreateAsync(HttpContent inner, byte[] members, IReadOnlyList<JsonText> texts, CancellationToken cancellationToken)
    {
        var spliced = new SplicedContent(await inner.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), members, texts);
        foreach (var header in inner.Headers.Where(h => h.Key != "Content-Length"))
            spliced.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return spliced;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var (bytes, text) in _parts)
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            if (text is not null)
                await text.WriteAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _parts.Sum(p => p.Bytes.Length + (p.Text?.Length ?? 0));
        return true;
    }
}
