namespace Haystack.Inference.Wire;

/// <summary>HttpClients as a measuring instrument needs them.</summary>
internal static class WireClient
{
    /// <summary>A client for <paramref name="address"/> whose answers pass through a wire handler.</summary>
    public static HttpClient Create(Uri address, Func<HttpMessageHandler, HttpMessageHandler> wire)
    {
        var sockets = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            // Leaving an answer early must close the connection at once: that is what makes a server stop generating.
            MaxResponseDrainSize = 0,
            // A proxy that the environment names is for other machines.
            UseProxy = !address.IsLoopback,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
#pragma warning disable RS0030 // The one place where a client is made.
        return new HttpClient(wire(new UnpackingHandler(sockets)))
        {
            BaseAddress = address,
            // The default of 100 s runs until the first header, which Ollama sends with the first token: a long
            // prompt takes longer to read. Budgets are kept with tokens.
            Timeout = Timeout.InfiniteTimeSpan,
        };
#pragma warning restore RS0030
    }
}
