using Haystack.Inference;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Sweeping;

/// <summary>Finds the tokenizer that a stored model was planned with, at no other place than the run names.</summary>
internal static class StoredTokenizer
{
    /// <summary>The tokenizer; null where what is found is not the run's.</summary>
    /// <param name="model">The model's row.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="endpoint">Where the Ollama is now; null for where it was.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">The Ollama with its vocabulary cannot be reached, or has it no longer.</exception>
    public static async Task<ModelTokenizer?> OfAsync(ModelRow model, SweepOptions options, string? endpoint, CancellationToken cancellationToken)
    {
        if (model.Provider == "openai")
        {
            // Such a server gives no vocabulary: nobody need be asked for what stands in a file or in this program.
            return Local(model, options).Select(t => TokenScale.WithIdentity(t, model.TokenizerFingerprint, model.TokenizerNote)).FirstOrDefault(t => t is not null);
        }

        var spec = ModelSpec.Parse(model.Name);
        using var servers = Servers.For(options with { Endpoint = endpoint ?? model.Properties.GetValueOrDefault("endpoint") }, new SweepEnvironment());
        var connection = await servers.For(spec.Provider).ConnectAsync(spec, cancellationToken).ConfigureAwait(false);
        await using var open = connection.ConfigureAwait(false);
        return TokenScale.WithIdentity(connection.Description.Tokenizer, model.TokenizerFingerprint, model.TokenizerNote);
    }

    private static IEnumerable<ModelTokenizer> Local(ModelRow model, SweepOptions options)
    {
        foreach (var spec in new[] { options.Tokenizer, model.TokenizerSource }.OfType<string>())
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
