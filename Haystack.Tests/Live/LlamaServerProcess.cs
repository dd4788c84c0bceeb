using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Haystack.Tests.Tokenization;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>A real llama-server with a model, on a free port of this machine.</summary>
internal sealed class LlamaServerProcess : IAsyncDisposable
{
    private readonly string[] _arguments;
    private readonly int _port;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private LlamaServerProcess(string model, int contextTokens, int slots, string[] more)
    {
        _port = FreePort();
        _arguments =
        [
            "--model", model, "--alias", "tiny", "--host", "127.0.0.1", "--port", Text(_port), "--ctx-size", Text(contextTokens * slots), "--parallel", Text(slots),
            // One thread: the tests beside these need the other core.
            "--threads", "1", "--threads-batch", "1", "--no-webui", "--offline", "--slots", .. more,
        ];
    }

    /// <summary>Its base URL.</summary>
    public string BaseUrl => $"{Root}/v1";

    /// <summary>Its address.</summary>
    public string Root => $"http://127.0.0.1:{Text(_port)}";

    /// <summary>Starts it and waits until it has loaded the model.</summary>
    /// <param name="model">The GGUF file.</param>
    /// <param name="contextTokens">The context of each slot.</param>
    /// <param name="slots">How many requests it answers at a time.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<LlamaServerProcess> StartAsync(string model, int contextTokens = 8192, int slots = 1, params string[] more)
    {
        Assert.SkipWhen(LlamaCpp.Find("llama-server") is null, LlamaCpp.Reason);
        var server = new LlamaServerProcess(model, contextTokens, slots, more);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, again after it was killed, where it was before.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(LlamaCpp.Find("llama-server")!, _arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient();
        var patience = Stopwatch.StartNew();
        while (!await IsReadyAsync(http))
        {
            if (_process.HasExited || patience.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"llama-server did not start: {string.Join('\n', _log)}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        _process = null;
    }

    /// <summary>Whether any slot is at work at this moment.</summary>
    public async Task<bool> IsBusyAsync() => (await SlotsAsync()).Any(s => s.GetProperty("is_processing").GetBoolean());

    /// <summary>Whether any slot is in the middle of a reply at this moment.</summary>
    public async Task<bool> IsGeneratingAsync() =>
        (await SlotsAsync()).Any(s => s.GetProperty("is_processing").GetBoolean() && s.GetProperty("next_token")[0].GetProperty("n_decoded").GetInt32() > 3);

    private async Task<IReadOnlyList<JsonElement>> SlotsAsync()
    {
        using var http = new HttpClient();
        using var slots = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{Root}/slots"), TestContext.Current.CancellationToken));
        return [.. slots.RootElement.Clone().EnumerateArray()];
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{Root}/health"), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        while (_log.Count > 50)
            _log.TryDequeue(out _);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
