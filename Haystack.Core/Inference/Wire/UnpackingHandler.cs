namespace Haystack.Inference.Wire;

/// <summary>Stands over the sockets and unpacks what came packed. Nothing is asked for: a proxy that packs holds tokens back.</summary>
internal sealed class UnpackingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var encoding = response.Content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant();
        var unpacked = new StreamContent(new UnpackingStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), encoding));
        foreach (var header in response.Content.Headers.NonValidated.Where(h => !h.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) && !(encoding is not null && h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))))
        {
            foreach (var value in header.Value)
                unpacked.Headers.TryAddWithoutValidation(header.Key, value);
        }

        response.Content = unpacked;
        return response;
    }
}
