using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>A server of both protocols, on a real socket, whose answers to a chat are given byte by byte.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<JsonElement> _bodies = [];
    private readonly List<IHeaderDictionary> _headers = [];

    private ScriptedServer(WebApplication app) => _app = app;

    /// <summary>The answer to the chat request of an index and a body.</summary>
    public Func<int, JsonElement, ScriptedReply> Reply { get; set; } = (_, _) => new ScriptedReply("");

    /// <summary>What the list of models gives (OpenAI's route).</summary>
    public ScriptedReply Models { get; set; } = new("{\"object\":\"list\",\"data\":[{\"id\":\"test-7b\",\"object\":\"model\"}]}", "application/json");

    /// <summary>What the list of models gives (Ollama's route).</summary>
    public ScriptedReply Tags { get; set; } = new("{\"models\":[{\"name\":\"test:7b\",\"digest\":\"abc\"}]}", "application/json");

    /// <summary>What Ollama's description of a model gives.</summary>
    public Func<string, ScriptedReply> Show { get; set; } = _ => new("{\"capabilities\":[\"completion\"],\"model_info\":{\"general.architecture\":\"test\",\"test.context_length\":32768}}", "application/json");

    /// <summary>Its root.</summary>
    public string Root => _app.Urls.First();

    /// <summary>The chat requests so far.</summary>
    public IReadOnlyList<JsonElement> Bodies
    {
        get
        {
            lock (_bodies)
                return [.. _bodies];
        }
    }

    /// <summary>Their headers.</summary>
    public IReadOnlyList<IHeaderDictionary> Headers
    {
        get
        {
            lock (_bodies)
                return [.. _headers];
        }
    }

    /// <summary>Starts it on a free port.</summary>
    public static async Task<ScriptedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.MapGet("/v1/models", http => SendAsync(http, server.Models));
        app.MapGet("/api/version", http => SendAsync(http, new ScriptedReply("{\"version\":\"0.33.1\"}", "application/json")));
        app.MapGet("/api/tags", http => SendAsync(http, server.Tags));
        app.MapPost("/api/show", server.ShowAsync);
        app.MapPost("/v1/chat/completions", server.ChatAsync);
        app.MapPost("/api/chat", server.ChatAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ShowAsync(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body);
        await SendAsync(http, Show((string)body!["model"]!));
    }

    private async Task ChatAsync(HttpContext http)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body);
        var body = json.RootElement.Clone();
        int index;
        lock (_bodies)
        {
            index = _bodies.Count;
            _bodies.Add(body);
            _headers.Add(new HeaderDictionary(http.Request.Headers.ToDictionary()));
        }

        await SendAsync(http, Reply(index, body));
    }

    private static async Task SendAsync(HttpContext http, ScriptedReply reply)
    {
        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = reply.ContentType;
        if (reply.Encoding is { } encoding)
            http.Response.Headers.ContentEncoding = encoding;
        await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        if (reply.HoldsOpen)
            await FakeWire.StallAsync(http);
    }
}
