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
    private const int MaxBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The entries of <c>/models</c>; null where the server has no such route.</summary>
    /// <exception cref="HaystackException">The server cannot be reached, or refuses the key.</exception>
    public async Task<IReadOnlyList<JsonElement>?> ListAsync(CancellationToken cancellationToken)
    {
        var (status, json) = await SendAsync(HttpMethod.Get, new Uri(access.BaseUrl, "models"), null, cancellationToken).ConfigureAwait(false);
        if (status is 401 or 403)
            throw new HaystackException($"{access.BaseUrl} refuses the API key (HTTP {status}; key from {access.KeyVariable ?? "no variable: --api-key-env names one"})");
        return json is { } root ? [.. root.Items("data").Where(m => m.Text("id") is { Length: > 0 })] : null;
    }

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
        using var request = new HttpRequestMessage(method, uri) { Content = body is null ? null : JsonContent.Create(body) };
        if (access.Key is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return ((int)response.StatusCode, null);
            using var json = JsonDocument.Parse(Redacted(await BoundedBody.ReadAllAsync(response.Content, MaxBytes, both.Token).ConfigureAwait(false)));
            return ((int)response.StatusCode, json.RootElement.Clone());
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HaystackException($"the server at {access.BaseUrl} does not answer (waited {Patience.TotalSeconds:0} s for {uri.AbsolutePath})", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new HaystackException($"no server can be reached at {access.BaseUrl}: {OneLine.Of(access.Redact((e.InnerException ?? e).Message))}", e);
        }
        catch (JsonException)
        {
            // A web page where a route is missing.
            return (404, null);
        }
    }

    /// <summary>Names, versions and paths are stored and printed: a server that puts the key among them must not bring it there.</summary>
    private ReadOnlyMemory<byte> Redacted(byte[] body) =>
        access.Key is null ? body : Encoding.UTF8.GetBytes(access.RedactReply(Encoding.UTF8.GetString(body)));
}
