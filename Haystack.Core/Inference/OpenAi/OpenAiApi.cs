using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Inference.Wire;

namespace Haystack.Inference.OpenAi;

/// <summary>The routes that describe: models, and what each kind of server has beside them.</summary>
internal sealed class OpenAiApi(HttpClient http, OpenAiAccess access, TimeProvider time)
{
    // The longest are the tokens of a prompt, by name: far below this. Values are bounded lower than for vocabularies.
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MostValues = 8_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long a model may load: hundreds of gigabytes from a slow disk.</summary>
    private static readonly TimeSpan Loading = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>The entries of <c>/models</c>; null where the server has no such route.</summary>
    /// <exception cref="HaystackException">The server cannot be reached, or refuses the key.</exception>
    public async Task<IReadOnlyList<JsonElement>?> ListAsync(CancellationToken cancellationToken)
    {
        var (status, json) = await SendAsync(HttpMethod.Get, new Uri(access.BaseUrl, "models"), null, cancellationToken).ConfigureAwait(false);
        if (status is 401 or 403)
            throw new HaystackException($"{access.BaseUrl} refuses the API key (HTTP {status}; key from {access.KeyVariable ?? "no variable: --api-key-env names one"})");
        var entries = json switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } bare => bare,
            { } root => ListIn(root),
        };
        return entries is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Where(m => IdOf(m) is { Length: > 0 })] : null;
    }

    // {"data":[…]}, {"models":[…]}, and one within the other.
    private static JsonElement? ListIn(JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["data", "models", "result", "items"])
        {
            if (root.Member(name) is { } list)
                return list.ValueKind == JsonValueKind.Object ? ListIn(list) : list;
        }

        return null;
    }

    /// <summary>The name by which a model of the list is asked; null where it has none.</summary>
    public static string? IdOf(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.String ? entry.Text() : entry.Text("id") ?? entry.Text("name") ?? entry.Text("model");

    /// <summary>What a route below the server's root answers; null where there is none.</summary>
    public async Task<JsonElement?> GetAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, new Uri(access.Root, path), null, cancellationToken).ConfigureAwait(false)).Json;

    /// <summary>What a route below the server's root answers to <paramref name="body"/>; null where there is none.</summary>
    public async Task<JsonElement?> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, new Uri(access.Root, path), body, cancellationToken).ConfigureAwait(false)).Json;

    private async Task<(int Status, JsonElement? Json)> SendAsync(HttpMethod method, Uri uri, JsonObject? body, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await SendAsync(method, uri, body, patience, cancellationToken, both.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return ((int)response.StatusCode, null);
            using var json = BoundedJson.Parse(Redacted(await BoundedBody.ReadAllAsync(response.Content, MaxBytes, both.Token).ConfigureAwait(false)), MostValues);
            return ((int)response.StatusCode, json.RootElement.Clone());
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnreachableException($"the server at {access.BaseUrl} does not answer (waited {Patience.TotalSeconds:0} s for {uri.AbsolutePath})", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ServerUnreachableException($"no server can be reached at {access.BaseUrl}: {OneLine.Of(access.Redact((e.InnerException ?? e).Message))}", e);
        }
        catch (JsonException)
        {
            // A web page where a route is missing.
            return (404, null);
        }
    }

    /// <summary>Sends; while the server says that it still loads its model, as llama-server does for minutes, it is asked again.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, JsonObject? body, CancellationTokenSource patience, CancellationToken cancellationToken, CancellationToken both)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(method, uri) { Content = body is null ? null : JsonContent.Create(body) };
            if (access.Key is { } key)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both).ConfigureAwait(false);
            if ((int)response.StatusCode != 503 || time.GetElapsedTime(start) > Loading)
                return response;
            var said = await BoundedBody.ReadTextAsync(response.Content, BoundedBody.ErrorBytes, both).ConfigureAwait(false);
            if (!said.Contains("loading", StringComparison.OrdinalIgnoreCase) && !said.Contains("warming up", StringComparison.OrdinalIgnoreCase))
                return response;
            response.Dispose();
            patience.CancelAfter(Patience);
            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Names, versions and paths are stored and printed: a server that puts the key among them must not bring it there.</summary>
    private ReadOnlyMemory<byte> Redacted(ReadOnlyMemory<byte> body) =>
        access.Key is null ? body : Encoding.UTF8.GetBytes(access.RedactReply(Encoding.UTF8.GetString(body.Span)));
}
