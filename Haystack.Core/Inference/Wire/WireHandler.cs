using System.Globalization;
using System.Net.Http.Headers;

namespace Haystack.Inference.Wire;

/// <summary>
/// Stands between a client library and the socket: adds what the library cannot send, and reads the answer itself
/// (<see cref="WireReader"/>), so that the library gets nothing but what was read.
/// </summary>
internal abstract class WireHandler(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (WireTap.Current is not { } tap)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        tap.Used = true;
        tap.Redact = Redact;
        tap.Hint = Hint;
        if (request.Content is { } content && IsChat(request))
            request.Content = await SplicedContent.CreateAsync(content, ExtraMembers, tap.Prompt, cancellationToken).ConfigureAwait(false);
        SessionTag.Current?.Put(request);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // The library keeps the request while it reads the answer; the prompt need not be kept with it.
        request.Content = null;
        tap.Status = (int)response.StatusCode;
        RateTicket.Current?.Hear(response);
        if (response.IsSuccessStatusCode)
        {
            tap.Notice = response.Headers.SelectMany(h => h.Value.Select(v => CutNotice.In(h.Key, v))).FirstOrDefault(n => n is not null);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var reader = new WireReader(tap, Dialect, response.Content.Headers.ContentType?.MediaType == "application/json");
            Replace(response, new StreamContent(new LineStream(body, reader.Line, tap.Cancellation, reader.End) { MostBytes = tap.MostBytes, MostLines = tap.MostLines }));
            response.Content.Headers.ContentType = new MediaTypeHeaderValue(Dialect.MediaType);
        }
        else
        {
            tap.RetryAfter = RetryAfter(response);
            // Struck out here too: client libraries put the body into exceptions, and those go into spans.
            tap.ErrorBody = Redact(await BoundedBody.ReadTextAsync(response.Content, BoundedBody.ErrorBytes, cancellationToken).ConfigureAwait(false));
            Replace(response, new StringContent(tap.ErrorBody));
        }

        return response;
    }

    /// <summary>Whether the request is the one that carries the prompt.</summary>
    protected abstract bool IsChat(HttpRequestMessage request);

    /// <summary>Members to add to that request's JSON, each with a comma after it.</summary>
    protected virtual byte[] ExtraMembers => [];

    /// <summary>Strikes out of a text whatever opens the server.</summary>
    protected virtual string Redact(string text) => text;

    /// <summary>What the client library reads.</summary>
    protected abstract WireDialect Dialect { get; }

    /// <summary>What to look at where the server seems to be another one than was meant; null for nothing.</summary>
    protected virtual string? Hint => null;

    private static void Replace(HttpResponseMessage response, HttpContent content)
    {
        foreach (var header in response.Content.Headers.Where(h => !h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            content.Headers.Remove(header.Key);
            content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = content;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("retry-after-ms", out var exact) && double.TryParse(exact.FirstOrDefault(), CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 1e9)
            return TimeSpan.FromMilliseconds(milliseconds);
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
