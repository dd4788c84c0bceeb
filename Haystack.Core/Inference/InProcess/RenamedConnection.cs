using Microsoft.Extensions.AI;

namespace Haystack.Inference.InProcess;

/// <summary>A model under another name.</summary>
internal sealed class RenamedConnection(IModelConnection connection, string name) : IModelConnection
{
    public ModelDescription Description => connection.Description with { Name = name };

    public bool ReusesNothingWhenTold => connection.ReusesNothingWhenTold;

    public int? Slots => connection.Slots;

    public long TurnedAway => connection.TurnedAway;

    public Task<ModelResponse> AskAsync(IReadOnlyList<ChatMessage> messages, AskOptions options, CancellationToken cancellationToken) =>
        connection.AskAsync(messages, options, cancellationToken);

    public Task<ModelLoad?> GetLoadAsync(CancellationToken cancellationToken) => connection.GetLoadAsync(cancellationToken);

    public Task CheckUnchangedAsync(CancellationToken cancellationToken) => connection.CheckUnchangedAsync(cancellationToken);

    public Task<int?> CountAsync(string text, CancellationToken cancellationToken) => connection.CountAsync(text, cancellationToken);

    public Task<int?> CountPromptAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => connection.CountPromptAsync(messages, cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
