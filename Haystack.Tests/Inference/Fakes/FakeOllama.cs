using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>
/// Speaks Ollama's protocol over a real socket: version, tags, show (verbose), ps, chat. It counts prompts with its
/// own template and tokenizer, keeps a prefix cache for each model, and brings about faults on request.
/// </summary>
internal sealed class FakeOllama : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FakeOllamaOptions _options;
    private readonly ConcurrentDictionary<string, FakeModelState> _models = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly Lock _gate = new();

    private FakeOllama(WebApplication app, FakeOllamaOptions options)
    {
        _app = app;
        _options = options;
        foreach (var model in options.Models)
            _models[model.Name] = new FakeModelState(model);
    }

    /// <summary>Its address.</summary>
    public string Endpoint => _app.Urls.First();

    /// <summary>The chat requests so far, in the order in which they came.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>How many chat requests there were so far.</summary>
    public int RequestCount
    {
        get
        {
            lock (_gate)
                return _requests.Count;
        }
    }

    /// <summary>Whether it says which models are loaded.</summary>
    public bool TellsWhatRuns { get; set; } = true;

    /// <summary>How many times models were loaded, counted over all of them.</summary>
    public int Loads => _models.Values.Sum(m => m.Loads);

    /// <summary>Prompt tokens sent and, of these, not found in the cache.</summary>
    public (long Sent, long Computed) PromptTokens => (_models.Values.Sum(m => m.Sent), _models.Values.Sum(m => m.Sent - m.Cached));

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<FakeOllama> StartAsync(FakeOllamaOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            k.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
        });
        var app = builder.Build();
        var fake = new FakeOllama(app, options ?? new FakeOllamaOptions());
        app.MapGet("/api/version", () => Results.Json(new { version = fake._options.Version }));
        app.MapGet("/api/tags", () => Results.Json(new JsonObject { ["models"] = new JsonArray([.. fake._models.Values.Select(m => (JsonNode)m.Tag())]) }));
        app.MapGet("/api/ps", () => !fake.TellsWhatRuns ? Results.StatusCode(500) : Results.Json(new JsonObject { ["models"] = new JsonArray([.. fake._models.Values.Where(m => m.LoadedCtx is not null).Select(m => (JsonNode)m.Running())]) }));
        app.MapPost("/api/show", fake.ShowAsync);
        app.MapPost("/api/chat", fake.ChatAsync);
        await app.StartAsync();
        return fake;
    }

    /// <summary>Takes a model away.</summary>
    public void Remove(string name) => _models.TryRemove(name, out _);

    /// <summary>Puts another model under a name, as <c>ollama pull</c> does.</summary>
    public void Replace(FakeModel model) => _models[model.Name] = new FakeModelState(model);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task ShowAsync(HttpContext http)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body);
        var name = json.RootElement.GetProperty("model").GetString()!;
        var verbose = json.RootElement.TryGetProperty("verbose", out var v) && v.GetBoolean();
        if (!_models.TryGetValue(name, out var state))
        {
            await FakeWire.WriteErrorAsync(http, 404, $"model '{name}' not found");
            return;
        }

        await http.Response.WriteAsJsonAsync(state.Show(verbose));
    }

    private async Task ChatAsync(HttpContext http)
    {
        var request = await ReadAsync(http);
        var fault = _options.Fault(request);
        if (fault is not null && await FakeWire.FailBeforeAsync(http, fault))
            return;
        if (!_models.TryGetValue(request.Model, out var state))
        {
            await FakeWire.WriteErrorAsync(http, 404, $"model '{request.Model}' not found");
            return;
        }

        await new FakeOllamaChat(_options, state, request, fault).AnswerAsync(http);
    }

    private async Task<FakeRequest> ReadAsync(HttpContext http)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body);
        var body = json.RootElement.Clone();
        var options = body.TryGetProperty("options", out var o) ? o : default;
        lock (_gate)
        {
            var request = new FakeRequest
            {
                Index = _requests.Count,
                Model = body.GetProperty("model").GetString()!,
                Body = body,
                Prompt = string.Concat(body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString())),
                NumCtx = FakeWire.Int(options, "num_ctx"),
                NumPredict = FakeWire.Int(options, "num_predict"),
            };
            _requests.Add(request);
            return request;
        }
    }
}
