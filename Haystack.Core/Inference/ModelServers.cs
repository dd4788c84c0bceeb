namespace Haystack.Inference;

/// <summary>The server of each provider, made when first asked for and shared from then on.</summary>
internal sealed class ModelServers(ModelServerOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IModelServer> _servers = [];
    private readonly Dictionary<ModelPlace, ModelServers> _elsewhere = [];

    /// <summary>The server of <paramref name="provider"/>.</summary>
    /// <exception cref="HaystackException">There is no such provider, or its settings are wrong.</exception>
    public IModelServer For(string provider)
    {
        lock (_gate)
        {
            if (!_servers.TryGetValue(provider, out var server))
                _servers.Add(provider, server = (ModelProviders.Find(provider) ?? throw new MistypedModelException($"unknown provider '{provider}'")).Serve(options));
            return server;
        }
    }

    /// <summary>Gets ready to ask the model that <paramref name="spec"/> names.</summary>
    /// <exception cref="HaystackException">There is no such model or server; one line says so.</exception>
    public Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken) =>
        Of(spec).For(spec.Provider).ConnectAsync(spec, cancellationToken);

    private ModelServers Of(ModelSpec spec)
    {
        if (ModelPlace.Of(spec) is not { } place)
            return this;
        lock (_gate)
        {
            if (!_elsewhere.TryGetValue(place, out var servers))
                _elsewhere.Add(place, servers = new ModelServers(place.On(options)));
            return servers;
        }
    }

    public void Dispose()
    {
        foreach (var servers in _elsewhere.Values)
            servers.Dispose();
        foreach (var server in _servers.Values.OfType<IDisposable>())
            server.Dispose();
    }
}
