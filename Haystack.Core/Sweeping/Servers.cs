using Haystack.Inference;
using Haystack.Inference.Builtin;

namespace Haystack.Sweeping;

/// <summary>Sets up the servers that a sweep's options name.</summary>
internal static class Servers
{
    private const string DefaultTokenizer = "tiktoken:o200k_base";

    /// <summary>The servers.</summary>
    public static ModelServers For(SweepOptions options, SweepEnvironment environment)
    {
        var settings = new ModelServerOptions
        {
            BaseUrl = options.BaseUrl,
            ApiKeyVariable = options.ApiKeyVariable,
            Time = environment.Time,
            Seed = new Seed(options.Seed).Derive("servers"),
            TokenizerOverride = options.Tokenizer is { } spec ? TokenizerNames.Load(spec) : null,
            DefaultTokenizer = () => TokenizerNames.Load(DefaultTokenizer),
            OllamaTokenizer = static (source, _) => throw new HaystackException($"{source}: its vocabulary cannot be read yet"),
            CreateReader = BuiltinReaders.Create,
        };
        return new ModelServers(options.Endpoint is { } endpoint ? settings with { Endpoint = endpoint } : settings);
    }
}
