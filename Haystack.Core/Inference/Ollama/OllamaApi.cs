using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Ollama;

/// <summary>Ollama's routes that describe: version, models, one model, what is loaded. Read without OllamaSharp, which loses the texts of errors.</summary>
internal sealed class OllamaApi(HttpClient http, TimeProvider time)
{
    // A verbose answer with a vocabulary of 262,144 tokens has about 20 MB.
    private const int MaxBytes = 128 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The server's address.</summary>
    public Uri Address => http.BaseAddress!;

    /// <summary>The server's version.</summary>
    public async Task<OllamaVersion> GetVersionAsync(CancellationToken cancellationToken)
    {
        using var json = await GetAsync("api/version", cancellationToken).ConfigureAwait(false);
        return OllamaVersion.Parse(json.RootElement.Text("version") ?? "unknown");
    }

    /// <summary>The models there, chat or not.</summary>
    public async Task<IReadOnlyList<OllamaTag>> ListAsync(CancellationToken cancellationToken)
    {
        using var json = await GetAsync("api/tags", cancellationToken).ConfigureAwait(false);
        var root = json.RootElement;
        // Go writes an empty list as null. Another shape is another program's: that it lists nothing would be no finding.
        var items = root.ValueKind == JsonValueKind.Array ? root : root.ValueKind == JsonValueKind.Object && root.TryGetProperty("models", out var models) ? models : default;
        if (items.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            throw new HaystackException($"what answers at {Address} (--endpoint or OLLAMA_HOST) is no Ollama: its answer to api/tags lists no models (an OpenAI-compatible server goes by --base-url)");
        if (items.ValueKind == JsonValueKind.Null)
            return [];
        return [.. items.EnumerateArray().Select(OllamaTag.Read).OfType<OllamaTag>().DistinctBy(t => t.Name)];
    }

    /// <summary>What is loaded at this moment.</summary>
    public async Task<IReadOnlyList<OllamaTag>> ListRunningAsync(CancellationToken cancellationToken)
    {
        using var json = await GetAsync("api/ps", cancellationToken).ConfigureAwait(false);
        return [.. json.RootElement.Items("models").Select(OllamaTag.Read).OfType<OllamaTag>()];
    }

    /// <summary>All about one model; with <paramref name="verbose"/> its vocabulary too.</summary>
    public async Task<JsonDocument> ShowAsync(string model, bool verbose, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["model"] = model, ["verbose"] = verbose };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/show") { Content = JsonContent.Create(body) };
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                var body = await BoundedBody.ReadTextAsync(response.Content, BoundedBody.ErrorBytes, both.Token).ConfigureAwait(false);
                throw new OllamaRefusal((int)response.StatusCode, OneLine.OfErrorBody(body));
            }

            var bytes = await BoundedBody.ReadAllAsync(response.Content, MaxBytes, both.Token).ConfigureAwait(false);
            return BoundedJson.Parse(bytes);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HaystackException($"the Ollama at {Address} does not answer (waited {Patience.TotalSeconds:0} s for {request.RequestUri})", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ServerUnreachableException($"no Ollama can be reached at {Address}: {OneLine.Of((e.InnerException ?? e).Message)}", e);
        }
        catch (JsonException e)
        {
            throw new HaystackException($"what answers at {Address} (--endpoint or OLLAMA_HOST) is no Ollama: its answer to {request.RequestUri} is not JSON", e);
        }
    }
}
