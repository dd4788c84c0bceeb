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
}
