using System.Globalization;
using System.Text.Json;
using Haystack.Inference.Calling;
using Haystack.Inference.Wire;
using Haystack.Tokenization;
using OllamaSharp;

namespace Haystack.Inference.Ollama;

/// <summary>An Ollama.</summary>
internal sealed class OllamaServer : IModelServer, IDisposable
{
    /// <summary><c>ollama/NAME</c>, or the name alone.</summary>
    public static ModelProvider Provider { get; } = new("ollama", o => new OllamaServer(o)) { Place = ServerSetting.Endpoint, ForcesAnswers = true, GivesVocabulary = true };

    private readonly HttpClient _http;
    private readonly OllamaApi _api;
    private readonly ServerPipeline _pipeline;
    private readonly ModelServerOptions _options;

    public OllamaServer(ModelServerOptions options)
    {
        _options = options;
        var address = OllamaEndpoint.Parse(options.Endpoint);
        _http = WireClient.Create(address, handler => new OllamaWire(handler, options.Time));
        _api = new OllamaApi(_http, options.Time);
        _pipeline = new ServerPipeline(options.Retry, options.Time, options.Seed, options.Waits);
    }

    /// <summary>The routes that describe.</summary>
    public OllamaApi Api => _api;

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var tag in await _api.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (tag.IsRemote)
                continue;
            if (await IsChatAsync(tag.Name, cancellationToken).ConfigureAwait(false))
                names.Add(ModelSpec.Listed(Provider.Name, tag.Name));
        }

        return names;
    }

    public async Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        var version = await _api.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        if (version.CountingFault is { } fault)
            throw new HaystackException($"the Ollama at {_api.Address} is version {version.Text}, and {fault}: please update it (0.30.1 or later)");
        var tags = await _api.ListAsync(cancellationToken).ConfigureAwait(false);
        var tag = tags.FirstOrDefault(t => t.Name == spec.Name) ?? tags.FirstOrDefault(t => t.IsCalled(spec.Name)) ?? throw Unknown(spec, tags);
        using var show = await ShowAsync(spec, cancellationToken).ConfigureAwait(false);
        var model = OllamaModel.Read(show.RootElement);
        if (!model.IsChat)
            throw new HaystackException($"model '{spec}' gives embeddings, not answers");
        var settings = OllamaSettings.Read(spec, model, version);
        var tokenizer = ChooseTokenizer(spec, show.RootElement);
        var description = Describe(spec, tag, model, settings, version, tokenizer);
        // The library's client does not own the HttpClient: it is shared by all models of the server.
        var client = new StreamedPrompts(new OllamaApiClient(_http, settings.Model));
        var caller = new ChatClientCaller(client, tokenizer.Tokenizer, _options.Time, _options.Limits);
        return new OllamaConnection(description, client, caller, _pipeline, settings, version, _api, _options.Time);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsChatAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var show = await _api.ShowAsync(name, verbose: false, cancellationToken).ConfigureAwait(false);
            return OllamaModel.Read(show.RootElement).IsChat;
        }
        catch (HaystackException e) when (e is not ServerUnreachableException)
        {
            // A model that cannot be read is listed, so that whoever connects to it hears why.
            return true;
        }
    }

    private async Task<JsonDocument> ShowAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.ShowAsync(spec.Name, verbose: true, cancellationToken).ConfigureAwait(false);
        }
        catch (OllamaRefusal e)
        {
            throw new HaystackException($"model '{spec}' cannot be read: {e.Message}", e);
        }
    }

    private TokenizerChoice ChooseTokenizer(ModelSpec spec, JsonElement show)
    {
        if (_options.TokenizerOverride is { } given)
            return new(given, TokenizerGrade.Exact);
        try
        {
            return new(_options.OllamaTokenizer($"ollama:{spec.Name}", show), TokenizerGrade.Exact);
        }
        catch (HaystackException e)
        {
            return new(_options.DefaultTokenizer(), TokenizerGrade.Calibrated, e.Message);
        }
    }

    private ModelDescription Describe(
        ModelSpec spec, OllamaTag tag, OllamaModel model, OllamaSettings settings, OllamaVersion version, TokenizerChoice tokenizer)
    {
        var properties = new SortedDictionary<string, string>(settings.Sampling.Properties().ToDictionary(), StringComparer.Ordinal)
        {
            ["think"] = settings.Thinking.Text,
            ["thinks"] = settings.Thinking.Thinks ? "true" : "false",
            [AnswerSchema.Option] = settings.ForcesAnswer ? AnswerSchema.Forced : AnswerSchema.Free,
            ["keep_alive"] = settings.KeepAlive,
            ["capabilities"] = string.Join(',', model.Capabilities),
            ["endpoint"] = _api.Address.ToString(),
        };
        if (model.TemplateSha256 is { } template)
            properties["template_sha256"] = template;
        if (tag.Size is { } size)
            properties["size_on_disk"] = size.ToString(CultureInfo.InvariantCulture);
        if (model.CacheBytesPerToken is { } cache)
            properties["kv_bytes_per_token"] = cache.ToString(CultureInfo.InvariantCulture);
        return new ModelDescription
        {
            Name = spec.ToString(),
            Provider = Provider.Name,
            Digest = tag.Digest,
            Quantization = model.Quantization ?? tag.Quantization,
            ParameterSize = model.ParameterSize ?? tag.ParameterSize,
            Architecture = model.Architecture ?? tag.Family,
            MaxContextTokens = settings.NumCtx is { } fixedCtx ? Math.Min(fixedCtx, model.ContextTokens ?? fixedCtx) : model.ContextTokens,
            Server = $"Ollama {version.Text}",
            SetsNumCtx = true,
            Thinks = settings.Thinking.Thinks,
            Tokenizer = tokenizer.Tokenizer,
            TokenizerGrade = tokenizer.Grade,
            TokenizerNote = tokenizer.Note,
            Properties = properties,
        };
    }

    private static HaystackException Unknown(ModelSpec spec, IReadOnlyList<OllamaTag> tags) =>
        new(tags.Count == 0
            ? $"there is no model '{spec.Name}': this Ollama has no models at all (ollama pull {spec.Name})"
            : $"there is no model '{spec.Name}' (there are: {OneLine.Of(string.Join(", ", tags.Select(t => t.Name).Order(StringComparer.Ordinal)))}; or: ollama pull {spec.Name})");
}
