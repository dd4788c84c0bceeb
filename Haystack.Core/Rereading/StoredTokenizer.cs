using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Models;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tokenization;

namespace Haystack.Rereading;

/// <summary>Finds the tokenizer that a stored model was planned with, at no other place than the run names.</summary>
internal static class StoredTokenizer
{
    /// <summary>The tokenizer; null where what is found is not the run's.</summary>
    /// <param name="model">The model's row.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="endpoint">Where the Ollama is now; null for where it was, if that is this machine.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">The Ollama with its vocabulary cannot be reached, or has it no longer.</exception>
    public static async Task<ModelTokenizer?> OfAsync(ModelRow model, SweepOptions options, string? endpoint, CancellationToken cancellationToken)
    {
        var spec = ModelSpec.Parse(model.Name);
        if (ModelProviders.Find(model.Provider) is { GivesVocabulary: false } || ModelProviders.Find(spec.Provider) is not { GivesVocabulary: true } || options.Tokenizer is not null || spec.Options.ContainsKey("tokenizer"))
        {
            // Such a server gives no vocabulary, and a program's own client is not here: nobody need be asked for what stands in a file or in this program, and no file that a run names is run.
            return Local(model, options).Select(t => TokenScale.WithIdentity(t, model.TokenizerFingerprint, model.TokenizerNote)).FirstOrDefault(t => t is not null);
        }

        using var servers = Servers.For(options with { Endpoint = endpoint ?? (ModelProviders.Find(spec.Provider)?.Place == ServerSetting.Endpoint ? Remembered(model) : null) }, new SweepEnvironment());
        var connection = await servers.For(spec.Provider).ConnectAsync(spec, cancellationToken).ConfigureAwait(false);
        await using var open = connection.ConfigureAwait(false);
        return TokenScale.WithIdentity(connection.Description.Tokenizer, model.TokenizerFingerprint, model.TokenizerNote);
    }

    // A run may come from anybody: of the servers that it names only one on this machine is asked without the user's word, or the user's own.
    private static string? Remembered(ModelRow model)
    {
        if (model.Properties.GetValueOrDefault("endpoint") is not { } stored)
            return null;
        var address = OllamaEndpoint.Parse(stored);
        return address.IsLoopback || address == OllamaEndpoint.Parse(new ModelServerOptions().Endpoint)
            ? stored
            : throw new HaystackException($"the vocabulary of '{model.Name}' is on the Ollama at {address}, and no server that only a run names is asked: if it is yours, give --endpoint {address} (or OLLAMA_HOST)");
    }

    private static IEnumerable<ModelTokenizer> Local(ModelRow model, SweepOptions options)
    {
        foreach (var spec in new[] { ModelSpec.Parse(model.Name).Options.GetValueOrDefault("tokenizer"), options.Tokenizer, model.TokenizerSource }.OfType<string>())
        {
            if (Load(spec) is { } tokenizer)
                yield return tokenizer;
        }

        if (TiktokenModelTokenizer.ForModel(ModelSpec.Parse(model.Name).Name) is { } own)
            yield return own;
        yield return TokenizerSpec.Load("tiktoken:o200k_base");
    }

    private static ModelTokenizer? Load(string spec)
    {
        try
        {
            return TokenizerSpec.Load(spec);
        }
        catch (HaystackException)
        {
            // A source that is no specification, or a file that is gone: the next may be the one.
            return null;
        }
    }
}
