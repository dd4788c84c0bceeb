using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Inference.OpenAi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>Speaks OpenAI's protocol over a real socket, in the dialect of vLLM, llama-server, DeepSeek or LM Studio.</summary>
internal sealed class FakeOpenAi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FakeOpenAiOptions _options;
    private readonly ConcurrentDictionary<string, FakeModelState> _models = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly List<(string Route, JsonElement Body)> _counted = [];
    private readonly Lock _gate = new();
    private readonly FakeSlots? _slots;

    private FakeOpenAi(WebApplication app, FakeOpenAiOptions options)
    {
        _app = app;
        _options = options;
        foreach (var model in options.Models)
            _models[model.Name] = new FakeModelState(model);
        if (options.Slots is { } count)
            _slots = new FakeSlots(count, options.HaveSlotsOwnCaches, options.Models[0].Tokenizer);
    }

    /// <summary>The most requests that it was at work on at a time, where it has slots.</summary>
    public int MostBusy => _slots!.MostBusy;

    /// <summary>Its base URL.</summary>
    public string BaseUrl => $"{_app.Urls.First()}/v1";

    /// <summary>The chat requests so far, in the order in which they came.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>What the routes that only count were asked.</summary>
    public IReadOnlyList<(string Route, JsonElement Body)> Counted
    {
        get
        {
            lock (_gate)
                return [.. _counted];
        }
    }

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<FakeOpenAi> StartAsync(FakeOpenAiOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        var fake = new FakeOpenAi(app, options ?? new FakeOpenAiOptions());
        app.Use(fake.CheckKeyAsync);
        if (fake._options.Flavor is OpenAiFlavor.LlamaServer)
            app.Use(CloseAfterStreamsAsync);
        app.MapGet("/v1/models", () => Results.Json(new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. fake._models.Values.Select(m => (JsonNode)fake.Entry(m.Model))]) }));
        if (fake._options.Flavor is OpenAiFlavor.Vllm)
            app.MapGet("/version", () => Results.Json(new { version = $"0.11.0{fake._options.Boasts}" }));
        if (fake._options.Flavor is OpenAiFlavor.LlamaServer)
        {
            app.MapGet("/props", fake.Props);
            app.MapPost("/apply-template", fake.CountAsync);
        }

        if (fake._options.Flavor is OpenAiFlavor.LmStudio)
            app.MapGet("/api/v0/models", () => Results.Json(fake.StudioModels()));
        if (fake._options.Flavor is OpenAiFlavor.LlamaServer or OpenAiFlavor.Vllm)
            app.MapPost("/tokenize", fake.CountAsync);
        app.MapPost("/v1/chat/completions", fake.ChatAsync);
        await app.StartAsync();
        return fake;
    }

    /// <summary>Puts another model under a name.</summary>
    public void Replace(FakeModel model) => _models[model.Name] = new FakeModelState(model);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        _slots?.Dispose();
    }

    private async Task CheckKeyAsync(HttpContext http, RequestDelegate next)
    {
        var sent = http.Request.Headers.Authorization.ToString();
        if (_options.Key is { } key && sent != $"Bearer {key}")
        {
            http.Response.StatusCode = 401;
            await http.Response.WriteAsync($"{{\"error\":{{\"message\":\"Incorrect API key provided: {sent.Replace("Bearer ", "", StringComparison.Ordinal)}\",\"type\":\"invalid_request_error\"}}}}");
            return;
        }

        await next(http);
    }

    // As build 11669 does: it says that it keeps the connection, and closes it a moment after a stream.
    private static async Task CloseAfterStreamsAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.Server = "llama.cpp";
        await next(http);
        if (http.Request.Path != "/v1/chat/completions" || http.RequestAborted.IsCancellationRequested)
            return;
        // With an end and not a reset, as llama-server does: a reset takes from a slow reader what it has not yet read.
        http.Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose();
        await http.Response.CompleteAsync();
    }

    private JsonObject Entry(FakeModel model)
    {
        var entry = new JsonObject { ["id"] = model.Name, ["object"] = "model" };
        switch (_options.Flavor)
        {
            case OpenAiFlavor.Vllm:
                entry["owned_by"] = "vllm";
                entry["root"] = $"org/{model.Name}@{model.Digest[..8]}{_options.Boasts}";
                entry["max_model_len"] = model.ContextLength;
                break;
            case OpenAiFlavor.LlamaServer:
                entry["owned_by"] = "llamacpp";
                entry["meta"] = new JsonObject { ["n_ctx_train"] = 131_072, ["n_params"] = 7_600_000_000, ["size"] = model.Size };
                entry["context_length"] = _options.LoadsWith is null ? null : 131_072;
                break;
            case OpenAiFlavor.DeepSeek:
                entry["owned_by"] = "deepseek";
                break;
        }

        return entry;
    }

    private IResult Props(string? model, string? autoload)
    {
        var served = _models.Values.First().Model;
        if (_options.LoadsWith is not null && Requests.Count == 0)
        {
            // A router of several models: nothing is loaded yet.
            return model is null
                ? Results.Json(new { role = "router", model_path = "none", default_generation_settings = new { n_ctx = 0 }, build_info = "b11669" })
                : Results.Json(new { error = new { message = autoload == "false" ? "model is not loaded" : "loading" } }, statusCode: 400);
        }

        return Results.Json(new
        {
            default_generation_settings = new { n_ctx = _options.LoadsWith ?? served.ContextLength },
            model_path = _options.WeightsFile ?? $"/models/{served.Digest[..8]}.gguf",
            build_info = "b11669",
            total_slots = _options.Slots ?? 1,
        });
    }

    private JsonObject StudioModels() => new()
    {
        ["data"] = new JsonArray([.. _models.Values.Select(m => (JsonNode)new JsonObject
        {
            ["id"] = m.Model.Name,
            ["arch"] = m.Model.Family,
            ["quantization"] = m.Model.Quantization,
            ["max_context_length"] = 131_072,
            ["loaded_context_length"] = _options.LoadsWith is null ? m.Model.ContextLength : Requests.Count > 0 ? _options.LoadsWith : null,
        })]),
    };

    private async Task CountAsync(HttpContext http)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body);
        var (route, body) = (http.Request.Path.Value!, json.RootElement.Clone());
        lock (_gate)
            _counted.Add((route, body));
        var counting = new FakeOpenAiCounting(_options, _models.Values.First().Model);
        await http.Response.WriteAsJsonAsync(route == "/tokenize" ? counting.Tokenize(body) : new JsonObject { ["prompt"] = counting.Templated(body) });
    }

    private async Task ChatAsync(HttpContext http)
    {
        var request = await ReadAsync(http);
        foreach (var (name, value) in _options.Headers(request))
            http.Response.Headers[name] = value;
        var fault = _options.Fault(request);
        if (fault is not null && await FakeWire.FailBeforeAsync(http, fault))
            return;
        if (!_models.TryGetValue(request.Model, out var state))
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync("{\"error\":{\"message\":\"The model does not exist.\",\"type\":\"NotFoundError\"}}");
            return;
        }

        if (_slots is null)
        {
            await new FakeOpenAiChat(_options, state, request, fault, null).AnswerAsync(http);
            return;
        }

        var isCold = request.Body.TryGetProperty("cache_prompt", out var reuse) && !reuse.GetBoolean();
        var (slot, tokens, cached) = await _slots.TakeAsync(state.Model.RolePrefix + request.Prompt, isCold, http.RequestAborted);
        _options.Steps?.Join();
        try
        {
            await new FakeOpenAiChat(_options, state, request, fault, (tokens + state.Model.ControlTokens, cached)).AnswerAsync(http);
        }
        finally
        {
            _options.Steps?.Leave();
            _slots.Free(slot);
        }
    }

    private async Task<FakeRequest> ReadAsync(HttpContext http)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body);
        var body = json.RootElement.Clone();
        lock (_gate)
        {
            var request = new FakeRequest
            {
                Index = _requests.Count,
                Model = body.GetProperty("model").GetString()!,
                Body = body,
                Prompt = FakeOpenAiCounting.Prompt(body),
                NumCtx = null,
                NumPredict = FakeWire.Int(body, "max_tokens") ?? FakeWire.Int(body, "max_completion_tokens"),
                Headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            };
            _requests.Add(request);
            return request;
        }
    }
}
