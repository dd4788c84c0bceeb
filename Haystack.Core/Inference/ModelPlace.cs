using Haystack.Tokenization;

namespace Haystack.Inference;

/// <summary>
/// Where one model is and what counts its tokens, where its name says so: <c>base_url</c>, <c>key_env</c> and
/// <c>tokenizer</c>. So models of several servers, each with its own tokens, stand in one sweep.
/// </summary>
/// <param name="BaseUrl">Its server; null for the sweep's.</param>
/// <param name="KeyVariable">The environment variable with that server's key; null for the sweep's, or for none where the server is its own.</param>
/// <param name="Tokenizer">What counts its tokens; null for the sweep's.</param>
internal sealed record ModelPlace(string? BaseUrl, string? KeyVariable, string? Tokenizer)
{
    /// <summary>The options of a name that say it.</summary>
    public static readonly string[] Options = ["base_url", "key_env", "tokenizer"];

    /// <summary>What a name says; null where it says nothing of it.</summary>
    /// <exception cref="HaystackException">Its provider has no server.</exception>
    public static ModelPlace? Of(ModelSpec spec)
    {
        string? Get(string name) => spec.Options.GetValueOrDefault(name);
        var place = new ModelPlace(Get("base_url"), Get("key_env"), Get("tokenizer"));
        if (place is { BaseUrl: null, KeyVariable: null, Tokenizer: null })
            return null;
        var provider = ModelProviders.Find(spec.Provider);
        if (place.BaseUrl is not null && provider?.Place is null or ServerSetting.None)
            throw new MistypedModelException($"model '{spec}': base_url is for {string.Join(" and ", ModelProviders.All.Where(p => p.Place != ServerSetting.None).Select(p => p.Name))}; {spec.Provider} has no server");
        if (place.KeyVariable is not null && provider?.TakesKey != true)
            throw new MistypedModelException($"model '{spec}': key_env is for {string.Join(" and ", ModelProviders.All.Where(p => p.TakesKey).Select(p => p.Name))}; {spec.Provider} takes no key");
        return place;
    }

    /// <summary>The sweep's settings for this model's server; the key of one server goes to no other.</summary>
    /// <exception cref="HaystackException">The tokenizer is none.</exception>
    public ModelServerOptions On(ModelServerOptions options) => options with
    {
        BaseUrl = BaseUrl ?? options.BaseUrl,
        Endpoint = BaseUrl ?? options.Endpoint,
        ApiKeyVariable = KeyVariable ?? (BaseUrl is null ? options.ApiKeyVariable : null),
        TokenizerOverride = Tokenizer is { } spec ? TokenizerSpec.Load(spec) : options.TokenizerOverride,
    };
}
