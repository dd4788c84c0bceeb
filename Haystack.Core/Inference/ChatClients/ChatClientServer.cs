using Haystack.Inference.Calling;
using Haystack.Tokenization;

namespace Haystack.Inference.ChatClients;

/// <summary>The models behind chat clients that users of the library bring: <c>chatclient/…</c>.</summary>
internal sealed class ChatClientServer(ModelServerOptions options) : IModelServer
{
    /// <summary><c>chatclient/NAME</c>.</summary>
    public static ModelProvider Provider { get; } = new("chatclient", o => new ChatClientServer(o));

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. options.ChatModels.Select(m => ModelSpec.Listed(Provider.Name, m.Name))]);

    public Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        var model = options.ChatModels.FirstOrDefault(m => m.Name == spec.Name)
            ?? throw new MistypedModelException(options.ChatModels.Count == 0
                ? $"model '{spec}': a program that uses the library brings chat clients (SweepOptions.ChatModels); here is none"
                : $"model '{spec}': no chat client has this name; there {(options.ChatModels.Count == 1 ? "is" : "are")} {string.Join(", ", options.ChatModels.Select(m => m.Name))}");
        var given = new SpecOptions(spec);
        var sampling = Sampling.Recommended([model.Name], model.Thinks).Override(given, local: false);
        given.RefuseOthers();
        var tokenizer = options.TokenizerOverride ?? TokenizerSpec.Load(model.Tokenizer);
        var description = new ModelDescription
        {
            Name = spec.ToString(),
            Provider = Provider.Name,
            Digest = model.Digest,
            MaxContextTokens = model.MaxContextTokens,
            Server = $"chat client {model.Client.GetType().FullName}",
            Thinks = model.Thinks,
            Tokenizer = tokenizer,
            TokenizerGrade = TokenizerGrade.Exact,
            Properties = new SortedDictionary<string, string>(sampling.Properties().ToDictionary(), StringComparer.Ordinal),
        };
        var caller = new ChatClientCaller(model.Client, tokenizer, options.Time, options.Limits, isForeign: true);
        return Task.FromResult<IModelConnection>(new ChatClientConnection(description, model.Thinks, sampling, caller, new ServerPipeline(options.Retry, options.Time, options.Seed, options.Waits)));
    }
}
