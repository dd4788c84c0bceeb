using Haystack.Inference.Builtin;
using Haystack.Inference.Calling;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.InProcess;

/// <summary>The readers with a known answer, in this process: <c>builtin/…</c> and <c>simulated/…</c>.</summary>
/// <param name="provider"><c>builtin</c> or <c>simulated</c>.</param>
/// <param name="names">What <see cref="ListAsync"/> gives.</param>
/// <param name="create">Makes the reader of a provider and name; refuses unknown names with a <see cref="HaystackException"/>.</param>
/// <param name="tokenizer">The tokenizer that counts for all of them.</param>
/// <param name="seed">Where their chance comes from.</param>
/// <param name="time">The clock.</param>
internal sealed class BuiltinServer(
    string provider,
    IReadOnlyList<string> names,
    Func<string, string, ModelTokenizer, Seed, IChatClient> create,
    ModelTokenizer tokenizer,
    Seed seed,
    TimeProvider time) : IModelServer
{
    /// <summary><c>builtin/NAME</c>: with <c>builtin/reference</c>.</summary>
    public static ModelProvider Builtin { get; } = new("builtin", o => new ReferenceServer(Of("builtin", o), o, EngineLibrary.IsInstalled)) { IsInProcess = true, GivesVocabulary = true };

    /// <summary><c>simulated/NAME</c>.</summary>
    public static ModelProvider Simulated { get; } = new("simulated", o => Of("simulated", o)) { IsInProcess = true, GivesVocabulary = true };

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(names);

    public Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Options.Count > 0)
            throw new MistypedModelException($"model '{spec}': {provider} readers take no options, but '{spec.Options.First().Key}' is given");
        var client = create(provider, spec.Name, tokenizer, seed.Derive($"{provider}/{spec.Name}"));
        var description = new ModelDescription
        {
            Name = spec.ToString(),
            Provider = provider,
            Server = "haystack (in process)",
            Tokenizer = tokenizer,
            // The reader counts with this very tokenizer: there is no other side that could disagree.
            TokenizerGrade = TokenizerGrade.Exact,
        };
        return Task.FromResult<IModelConnection>(new BuiltinConnection(
            description, client, new ChatClientCaller(client, tokenizer, time, new CallLimits())));
    }

    private static BuiltinServer Of(string provider, ModelServerOptions options) =>
        new(provider, [.. BuiltinReaders.Examples.Where(n => n.StartsWith($"{provider}/", StringComparison.Ordinal))], options.CreateReader, options.TokenizerOverride ?? options.DefaultTokenizer(), options.Seed, options.Time);
}
