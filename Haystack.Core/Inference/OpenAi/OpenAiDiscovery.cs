using System.Globalization;
using System.Text.Json;
using Haystack.Inference.Wire;

namespace Haystack.Inference.OpenAi;

/// <summary>Finds out what kind of server it is and how much its model takes, before the first prompt is sent.</summary>
internal sealed class OpenAiDiscovery(OpenAiApi api, OpenAiAccess access)
{
    /// <summary>What can be found out about <paramref name="name"/>.</summary>
    /// <exception cref="HaystackException">The server says that there is no such model.</exception>
    public async Task<OpenAiModel> FindAsync(string name, CancellationToken cancellationToken)
    {
        var models = await api.ListAsync(cancellationToken).ConfigureAwait(false);
        var entry = models?.FirstOrDefault(m => OpenAiApi.IdOf(m) == name) ?? default;
        var served = models is { Count: > 0 } && entry.ValueKind == JsonValueKind.Undefined;
        var flavor = Hosted() ?? Owner(entry.ValueKind == JsonValueKind.Undefined && models is [var only] ? only : entry);
        // A llama-server of one model answers to any name.
        if (served && flavor == OpenAiFlavor.LlamaServer && models!.Count == 1)
            entry = models[0];
        else if (served)
            throw new HaystackException($"there is no model '{name}' at {access.BaseUrl} (there are: {OneLine.Of(string.Join(", ", models!.Select(OpenAiApi.IdOf).Order(StringComparer.Ordinal)))})");
        var model = flavor switch
        {
            OpenAiFlavor.OpenAi or OpenAiFlavor.DeepSeek => Known(flavor.Value, name),
            OpenAiFlavor.Vllm => await VllmAsync(entry, cancellationToken).ConfigureAwait(false),
            OpenAiFlavor.OpenRouter => Other(entry, name) with { Flavor = OpenAiFlavor.OpenRouter },
            _ => null,
        };
        return model
            ?? (flavor is null or OpenAiFlavor.LlamaServer ? await LlamaServerAsync(entry, name, cancellationToken).ConfigureAwait(false) : null)
            ?? await LmStudioAsync(name, cancellationToken).ConfigureAwait(false)
            ?? Other(entry, name);
    }

    private OpenAiFlavor? Hosted() => access.BaseUrl.Host switch
    {
        "api.openai.com" => OpenAiFlavor.OpenAi,
        "api.deepseek.com" => OpenAiFlavor.DeepSeek,
        "openrouter.ai" => OpenAiFlavor.OpenRouter,
        _ => null,
    };

    // A gateway lists models of many: whose one is says nothing of another.
    private static OpenAiFlavor? Owner(JsonElement entry) =>
        entry.Text("owned_by") switch
        {
            "vllm" => OpenAiFlavor.Vllm,
            "llamacpp" => OpenAiFlavor.LlamaServer,
            "deepseek" => OpenAiFlavor.DeepSeek,
            _ => null,
        };

    private static OpenAiModel Known(OpenAiFlavor flavor, string name) => new()
    {
        Flavor = flavor,
        ContextTokens = KnownModels.ContextTokens(name),
        ContextSource = KnownModels.ContextTokens(name) is null ? "unknown: this model is not in the table of known models" : "the maker's documentation",
    };

    private async Task<OpenAiModel> VllmAsync(JsonElement entry, CancellationToken cancellationToken)
    {
        var version = await api.GetAsync("version", cancellationToken).ConfigureAwait(false);
        return new OpenAiModel
        {
            Flavor = OpenAiFlavor.Vllm,
            ContextTokens = Size(entry.Integer("max_model_len")),
            ContextSource = entry.Integer("max_model_len") is null ? "unknown: /v1/models has no max_model_len" : "max_model_len of /v1/models",
            Identity = entry.Text("root"),
            Version = version?.Text("version"),
        };
    }

    private async Task<OpenAiModel?> LlamaServerAsync(JsonElement entry, string name, CancellationToken cancellationToken)
    {
        // A server of one model looks at neither parameter; a router of several tells of the one that is meant, and a question does not make it load.
        var props = await api.GetAsync($"props?model={Uri.EscapeDataString(name)}&autoload=false", cancellationToken).ConfigureAwait(false)
            ?? await api.GetAsync("props", cancellationToken).ConfigureAwait(false);
        if (props?.Member("default_generation_settings") is not { } settings)
            return null;
        var version = props.Value.Text("build_info");
        if (props.Value.Text("role") == "router")
        {
            return new OpenAiModel
            {
                Flavor = OpenAiFlavor.LlamaServer,
                ContextTokens = Size(entry.Integer("context_length")),
                ContextSource = "context_length of /v1/models (not loaded yet: it may be loaded with less)",
                Version = version,
            };
        }

        return new OpenAiModel
        {
            Flavor = OpenAiFlavor.LlamaServer,
            ContextTokens = Size(settings.Integer("n_ctx")),
            ContextSource = "n_ctx of /props",
            Identity = props.Value.Text("model_path") is { } path ? FileIdentity(path, entry.Member("meta")) : null,
            WeightsFile = props.Value.Text("model_path"),
            Slots = Size(props.Value.Integer("total_slots")),
            Version = version,
        };
    }

    // The name alone stays when another file takes its place.
    private static string FileIdentity(string path, JsonElement? meta) =>
        meta?.Integer("size") is { } size && meta?.Integer("n_params") is { } parameters
            ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} ({parameters} parameters, {size} bytes)")
            : Path.GetFileName(path);

    private async Task<OpenAiModel?> LmStudioAsync(string name, CancellationToken cancellationToken)
    {
        var models = await api.GetAsync("api/v0/models", cancellationToken).ConfigureAwait(false);
        var entry = models?.Items("data").FirstOrDefault(m => m.Text("id") == name) ?? default;
        if (entry.ValueKind != JsonValueKind.Object)
            return null;
        var loaded = Size(entry.Integer("loaded_context_length"));
        return new OpenAiModel
        {
            Flavor = OpenAiFlavor.LmStudio,
            ContextTokens = loaded ?? Size(entry.Integer("max_context_length")),
            ContextSource = loaded is null ? "max_context_length of /api/v0/models (not loaded yet: it may be loaded with less)" : "loaded_context_length of /api/v0/models",
            Quantization = entry.Text("quantization"),
            Architecture = entry.Text("arch"),
        };
    }

    private static OpenAiModel Other(JsonElement entry, string name)
    {
        var own = Size(entry.Integer("max_model_len") ?? entry.Integer("context_length") ?? entry.Integer("context_window") ?? entry.Member("meta")?.Integer("n_ctx") ?? entry.Member("meta")?.Integer("n_ctx_train") ?? entry.Integer("max_context_length") ?? entry.Integer("max_input_tokens") ?? entry.Integer("inputTokenLimit"));
        // What OpenRouter's provider takes may be less than what the model was made for.
        var provider = Size(entry.Member("top_provider")?.Integer("context_length"));
        var said = own is { } a && provider is { } b ? Math.Min(a, b) : own ?? provider;
        return new OpenAiModel
        {
            Flavor = OpenAiFlavor.Other,
            ContextTokens = said ?? KnownModels.ContextTokens(name),
            ContextSource = said is not null ? "/models" : KnownModels.ContextTokens(name) is not null
                ? "the maker's documentation" : "unknown: the server does not say (?num_ctx= in the model's name does)",
        };
    }

    private static int? Size(long? tokens) => tokens is > 0 and <= int.MaxValue ? (int)tokens : null;
}
