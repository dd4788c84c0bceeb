using Haystack.Inference;
using Haystack.Inference.Builtin;
using Haystack.Planning;
using Haystack.Tokenization;

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
            Retry = environment.Retry,
            Limits = environment.Limits,
            ApiKeyVariable = options.ApiKeyVariable,
            Time = environment.Time,
            Seed = new Seed(options.Seed).Derive("servers"),
            TokenizerOverride = options.Tokenizer is { } spec ? TokenizerSpec.Load(spec) : null,
            DefaultTokenizer = () => TokenizerSpec.Load(DefaultTokenizer),
            OllamaTokenizer = options.Verify == VerifyMode.Full ? OllamaVocabulary.LoadChecked : OllamaVocabulary.Load,
            CreateReader = BuiltinReaders.Create,
        };
        return new ModelServers(options.Endpoint is { } endpoint ? settings with { Endpoint = endpoint } : settings);
    }
}
