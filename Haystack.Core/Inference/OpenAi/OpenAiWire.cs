using Haystack.Inference.Wire;

namespace Haystack.Inference.OpenAi;

/// <summary>Under the OpenAI client: heeds how llama-server closes its connections, and strikes keys out of what a server says.</summary>
internal sealed class OpenAiWire(HttpMessageHandler inner, OpenAiAccess access, TimeProvider time) : WireHandler(inner, time)
{
    private volatile bool _closesAfterStreams;

    /// <summary>
    /// llama-server announces that it keeps a connection and closes it after each stream (build 11669): a request that is sent
    /// just then is lost, so each gets a connection of its own.
    /// </summary>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_closesAfterStreams)
            request.Headers.ConnectionClose = true;
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        _closesAfterStreams |= response.Headers.Server.ToString() == "llama.cpp";
        return response;
    }

    protected override string Redact(string text) => access.Redact(text);

    protected override bool IsChat(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal) == true;

    protected override WireDialect Dialect { get; } = new OpenAiDialect();

    protected override string? Hint { get; } = access.BaseUrl.AbsolutePath.Contains("/v", StringComparison.Ordinal) ? null : $"--base-url {access.BaseUrl.ToString().TrimEnd('/')}/v1 may be meant";
}
