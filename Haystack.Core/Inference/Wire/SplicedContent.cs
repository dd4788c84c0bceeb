using System.Net;

namespace Haystack.Inference.Wire;

/// <summary>
/// A JSON object's body with further members put in right after its first brace, without parsing or copying it:
/// a prompt of 128k tokens is half a megabyte, and there may be many in flight.
/// </summary>
internal sealed class SplicedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly byte[] _members;

    /// <param name="inner">A JSON object that begins with its brace and has at least one member.</param>
    /// <param name="members">Members in UTF-8, such as <c>"truncate":false,</c>, with a comma at the end.</param>
    public SplicedContent(HttpContent inner, byte[] members)
    {
        _inner = inner;
        _members = members;
        foreach (var header in inner.Headers.Where(h => h.Key != "Content-Length"))
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("{"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_members, cancellationToken).ConfigureAwait(false);
        var body = await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (body.CanSeek)
            body.Position = 0;
        if (body.ReadByte() != '{')
            throw new InvalidOperationException("the request's body is not a JSON object");
        await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        var inner = _inner.Headers.ContentLength;
        length = (inner ?? 0) + _members.Length;
        return inner is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
