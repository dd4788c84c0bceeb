using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using Haystack.Inference.Calling;
using Haystack.Inference.Wire;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Haystack.Inference.OpenAi;

/// <summary>OpenAI, or a server that speaks its protocol.</summary>
internal sealed class OpenAiServer : IModelServer, IDisposable
{
    /// <summary><c>openai/NAME</c>.</summary>
    public static ModelProvider Provider { get; } = new("openai", o => new OpenAiServer(o)) { Place = ServerSetting.BaseUrl, TakesKey = true, ForcesAnswers = true };

    private readonly HttpClient _http;
    private readonly OpenAiAccess _access;
    private readonly OpenAiApi _api;
    private readonly ServerPipeline _pipeline;
    private readonly ModelServerOptions _options;

    /// <exception cref="HaystackException">The base URL is none, or a key is missing.</exception>
    public OpenAiServer(ModelServerOptions options)
    {
        _options = options;
        _access = new OpenAiAccess(options);
        _http = WireClient.Create(_access.BaseUrl, handler => new OpenAiWire(handler, _access, options.Time));
        _api = new OpenAiApi(_http, _access, options.Time);
        _pipeline = new ServerPipeline(options.Retry, options.Time, options.Seed, options.Waits);
    }

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var models = await _api.ListAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new HaystackException($"{_access.BaseUrl} does not list its models (does --base-url end as the server's documentation says, in /v1 mostly?)");
        return [.. models.Where(ChatModels.Is).Select(m => ModelSpec.Listed(Provider.Name, OpenAiApi.IdOf(m)!)).Distinct()];
    }

    public async Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        var model = await new OpenAiDiscovery(_api, _access).FindAsync(spec.Name, cancellationToken).ConfigureAwait(false);
        // A router's model is not loaded yet: to look at its template would load it.
        if (model.Flavor != OpenAiFlavor.LlamaServer || model.Identity is not null)
            await new OpenAiCounting(_api, OpenAiSettings.Read(spec, model)).RequireThinkIsHeededAsync(spec, cancellationToken).ConfigureAwait(false);
        return Connect(spec, model);
    }

    /// <summary>Connects to a model of which everything is known already.</summary>
    internal IModelConnection Connect(ModelSpec spec, OpenAiModel model)
    {
        var settings = OpenAiSettings.Read(spec, model);
        var tokenizer = ChooseTokenizer(spec.Name, model);
        foreach (var (header, variable) in settings.Headers)
        {
            if (string.IsNullOrWhiteSpace(_options.ReadVariable(variable)))
                throw new HaystackException($"model '{spec}': the environment variable {variable}, which should hold the value of the header {header}, is not set");
        }

        var client = Client(settings);
        var caller = new ChatClientCaller(client, tokenizer.Tokenizer, _options.Time, _options.Limits);
        return new OpenAiConnection(Describe(spec, model, settings, tokenizer), client, caller, _pipeline, settings, model, _api, _access);
    }

    public void Dispose() => _http.Dispose();

    private StreamedPrompts Client(OpenAiSettings settings)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = _access.BaseUrl,
            // Our own pipeline decides what is sent again; the client's would send it four times within a second.
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(_http),
        };
        if (settings.Headers.Count > 0)
            options.AddPolicy(new HeaderPolicy(settings.Headers, _options.ReadVariable), PipelinePosition.PerCall);
        // A server without keys still gets a header: the client insists on one.
        return new StreamedPrompts(new OpenAIClient(new ApiKeyCredential(_access.Key ?? "none"), options).GetChatClient(settings.Model).AsIChatClient());
    }

    private TokenizerChoice ChooseTokenizer(string name, OpenAiModel model)
    {
        if (_options.TokenizerOverride is { } given)
            return new(given, TokenizerGrade.Exact);
        // A server on this machine has its weights on this machine, unless it lives in a container; the probes tell if it is another file.
        var own = _options.OpenAiTokenizer(name) ?? (_access.BaseUrl.IsLoopback && model.WeightsFile is { } file ? _options.WeightsTokenizer(file) : null);
        return own is not null
            ? new(own, TokenizerGrade.Exact)
            : new(_options.DefaultTokenizer(), TokenizerGrade.Calibrated, "the server gives no vocabulary (--tokenizer names one)");
    }

    private ModelDescription Describe(ModelSpec spec, OpenAiModel model, OpenAiSettings settings, TokenizerChoice tokenizer)
    {
        var context = settings.NumCtx is { } said ? Math.Min(said, model.ContextTokens ?? said) : model.ContextTokens;
        var properties = new SortedDictionary<string, string>(settings.Properties().ToDictionary(), StringComparer.Ordinal)
        {
            ["endpoint"] = _access.BaseUrl.ToString(),
            ["flavor"] = model.Flavor.ToString(),
            ["context_source"] = settings.NumCtx is not null && context == settings.NumCtx ? "num_ctx of the model's name" : model.ContextSource,
            ["context_tokens"] = context?.ToString(CultureInfo.InvariantCulture) ?? "unknown",
        };
        if (_access.KeyVariable is { } variable)
            properties["api_key_variable"] = variable;
        if (model.Identity is { } identity)
            properties["identity"] = OneLine.Of(identity);
        return new ModelDescription
        {
            Name = spec.ToString(),
            Provider = Provider.Name,
            Quantization = model.Quantization,
            Architecture = model.Architecture,
            MaxContextTokens = context,
            Thinks = settings.IsToThink || settings.IsReasoning,
            ThinkBudget = settings.ThinkBudget,
            Server = OneLine.Of($"{model.Flavor} {model.Version}".TrimEnd()),
            Tokenizer = tokenizer.Tokenizer,
            TokenizerGrade = tokenizer.Grade,
            TokenizerNote = tokenizer.Note,
            Properties = properties,
        };
    }
}
