namespace Haystack.Inference;

/// <summary>A place where models are: an Ollama, an OpenAI-compatible server, or this process.</summary>
internal interface IModelServer
{
    /// <summary>The chat models there, as names that a <c>ModelSpec</c> takes.</summary>
    /// <exception cref="HaystackException">The server cannot be reached; one line says so.</exception>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Gets ready to ask a model: reads its description and vocabulary; generates nothing.</summary>
    /// <exception cref="HaystackException">There is no such model, or an option it cannot take; one line says so.</exception>
    Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken);
}
