using Haystack.Inference;
using Haystack.Inference.Builtin;
using Haystack.Planning;
using Haystack.Sweeping;
using Haystack.Tokenization;

namespace Haystack.Models;

/// <summary>Sets up the servers that a sweep's options name.</summary>
internal static class Servers
{
    private const string DefaultTokenizer = "tiktoken:o200k_base";

    /// <summary>The servers.</summary>
    public static ModelServers For(SweepOptions options, SweepEnvironment environment)
    {
        var settings = new ModelServerOptions
        {
            BaseUrl = options.BaseUrl is { } url ? ServerAddress.Parse(url).Url : null,
            Retry = environment.Retry,
            Waits = environment.Waits,
            Limits = environment.Limits,
            ApiKeyVariable = options.ApiKeyVariable,
            Time = environment.Time,
            Seed = new Seed(options.Seed).Derive("servers"),
            TokenizerOverride = options.Tokenizer is { } spec ? TokenizerSpec.Load(spec) : null,
            DefaultTokenizer = () => TokenizerSpec.Load(DefaultTokenizer),
            OllamaTokenizer = options.Verify == VerifyMode.Full ? OllamaVocabulary.LoadChecked : OllamaVocabulary.Load,
            CreateReader = BuiltinReaders.Create,
            ChatModels = options.ChatModels,
        };
        return new ModelServers(options.Endpoint is { } endpoint ? settings with { Endpoint = ServerAddress.Parse(endpoint).Url } : settings);
    }

    /// <summary>The servers that the options name for a model; none where its name says its own, or it has none.</summary>
    /// <exception cref="HaystackException">An address is not of its form, or stands there twice.</exception>
    public static IReadOnlyList<ServerAddress> Addresses(SweepOptions options, ModelSpec spec) =>
        ModelPlace.Of(spec)?.BaseUrl is null ? Addresses(options, spec.Provider) : [];

    /// <summary>The servers of a provider that the options name; none where it is the provider's own, or no server at all.</summary>
    /// <exception cref="HaystackException">An address is not of its form, or stands there twice.</exception>
    public static IReadOnlyList<ServerAddress> Addresses(SweepOptions options, string provider)
    {
        var (first, more) = ModelProviders.Find(provider)?.Place switch
        {
            ServerSetting.BaseUrl => (options.BaseUrl, options.MoreBaseUrls),
            ServerSetting.Endpoint => (options.Endpoint, options.MoreEndpoints),
            _ => (null, []),
        };
        IReadOnlyList<ServerAddress> addresses = first is null ? [] : [.. more.Prepend(first).Select(ServerAddress.Parse)];
        return addresses.GroupBy(a => a.Url.TrimEnd('/'), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new HaystackException($"the server {twice.Key} is named twice")
            : addresses;
    }

    /// <summary>One of several servers. A request that it does not take is soon given to another: it is tried again once.</summary>
    public static ModelServers At(SweepOptions options, SweepEnvironment environment, string provider, ServerAddress address)
    {
        var isOfMany = Addresses(options, provider).Count > 1;
        var own = ModelProviders.Find(provider)?.Place == ServerSetting.BaseUrl ? options with { BaseUrl = address.Url, MoreBaseUrls = [] } : options with { Endpoint = address.Url, MoreEndpoints = [] };
        return For(own, isOfMany ? environment with { Retry = environment.Retry with { RetriesOfUnreachable = 1 } } : environment);
    }
}
