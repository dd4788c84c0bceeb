using Microsoft.Extensions.AI;

namespace Haystack.Inference;

/// <summary>One model that can be asked. Safe for concurrent use up to the sweep's <c>--parallel</c>.</summary>
internal interface IModelConnection : IAsyncDisposable
{
    /// <summary>What the server says of it.</summary>
    ModelDescription Description { get; }

    /// <summary>
    /// Asks once (with retries of transport faults inside) and always comes back with a response; a fault is
    /// <see cref="StopCause.Fault"/>. Cancelling throws <see cref="OperationCanceledException"/>.
    /// </summary>
    Task<ModelResponse> AskAsync(IReadOnlyList<ChatMessage> messages, AskOptions options, CancellationToken cancellationToken);

    /// <summary>Whether the server reuses nothing for a request that has a <see cref="AskOptions.ColdSalt"/>.</summary>
    bool ReusesNothingWhenTold => false;

    /// <summary>How many requests the server works on at a time; null where it does not tell.</summary>
    int? Slots => null;

    /// <summary>How many requests the server turned away so far because it had too much to do: whoever's they were.</summary>
    long TurnedAway => 0;

    /// <summary>What the model takes on its server at this moment; null where the server does not say or it is not loaded.</summary>
    Task<ModelLoad?> GetLoadAsync(CancellationToken cancellationToken) => Task.FromResult<ModelLoad?>(null);

    /// <summary>Makes sure that the model is still the one that was connected to.</summary>
    /// <exception cref="HaystackException">It was removed, or replaced under the same name; one line says so.</exception>
    Task CheckUnchangedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server's own count of a plain text, from a tokenize route; null where it has none.</summary>
    Task<int?> CountAsync(string text, CancellationToken cancellationToken) => Task.FromResult<int?>(null);

    /// <summary>The server's own count of <paramref name="messages"/> with the chat template around them, found without generating; null where it has no route for it.</summary>
    Task<int?> CountPromptAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => Task.FromResult<int?>(null);
}
