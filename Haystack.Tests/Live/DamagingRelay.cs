using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Haystack.Reference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>
/// Stands before a real llama-server of one slot, and hands on what it is sent and told. Between two questions about one text it has
/// the server store its cache, takes a stretch from it, and has the server load it again.
/// </summary>
internal sealed class DamagingRelay : IAsyncDisposable
{
    /// <summary>Characters that tell the text and the wording of the instruction.</summary>
    private const int Prefix = 400;

    private const string State = "slot.bin";

    /// <summary>Bytes of one token's keys in one layer, in half precision.</summary>
    private const int KeyBytes = ReferenceShape.Heads * ReferenceShape.HeadSize * 2;

    private readonly WebApplication _app;
    private readonly string _server;
    private readonly string _slots;
    private readonly int _layers;
    private readonly HttpClient _http = new();
    private readonly SemaphoreSlim _one = new(1);
    private string? _text;
    private bool _isDamaged;

    private DamagingRelay(WebApplication app, string server, string slots, int layers)
    {
        (_app, _server, _slots, _layers) = (app, server, slots, layers);
        _app.Run(HandleAsync);
    }

    /// <summary>Its base URL.</summary>
    public string BaseUrl => $"{_app.Urls.First()}/v1";

    /// <summary>How often the cache was damaged.</summary>
    public int Damages { get; private set; }

    /// <summary>Starts one on a free port.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="slots">Where the server stores its slot (<c>--slot-save-path</c>).</param>
    /// <param name="layers">How many layers the reference model has that it runs.</param>
    public static async Task<DamagingRelay> StartAsync(string server, string slots, int layers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1));
        var relay = new DamagingRelay(builder.Build(), server, slots, layers);
        await relay._app.StartAsync(TestContext.Current.CancellationToken);
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _http.Dispose();
        _one.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        await _one.WaitAsync(http.RequestAborted);
        try
        {
            if (http.Request.Path.Value!.EndsWith("/chat/completions", StringComparison.Ordinal))
                await DamageAsync(JsonNode.Parse(body)!);
            using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), _server + http.Request.Path + http.Request.QueryString);
            if (body.Length > 0)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            http.Response.Headers.Server = answer.Headers.Server.ToString();
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task DamageAsync(JsonNode request)
    {
        var content = request["messages"]![0]!["content"]!;
        var text = content is JsonArray parts ? string.Concat(parts.Select(p => p!["text"]!.GetValue<string>())) : content.GetValue<string>();
        var isCold = request["cache_prompt"]?.GetValue<bool>() == false;
        var before = _text;
        _text = isCold || text.Length < 2 * Prefix ? null : text[..Prefix];
        if (_text is null || _text != before)
        {
            _isDamaged = false;
            return;
        }

        // Once damaged, what stays in the slot from question to question is.
        if (_isDamaged)
            return;
        await SlotAsync("save");
        Assert.Equal(2 * _layers, DamagedSlot.Damage(Path.Combine(_slots, State), KeyBytes, 0.4, 0.8));
        await SlotAsync("restore");
        _isDamaged = true;
        Damages++;
    }

    private async Task SlotAsync(string action)
    {
        using var content = new StringContent($$"""{"filename":"{{State}}"}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"{_server}/slots/0?action={action}"), content);
        answer.EnsureSuccessStatusCode();
    }
}
