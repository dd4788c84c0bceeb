using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Haystack.Reports;
using Haystack.Storage;
using Xunit;

namespace Haystack.Tests.Reports;

/// <summary>A report opened from disk in a real Firefox, over WebDriver BiDi: one WebSocket, JSON both ways.</summary>
internal sealed class FirefoxPage : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _directory;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private string _context = "";
    private int _commands;

    private FirefoxPage(Process process, string directory) => (_process, _directory) = (process, directory);

    /// <summary>Console errors and warnings, uncaught errors, and requests but that for the page itself.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Writes the report of <paramref name="run"/> and opens it; skips the test where there is no Firefox.</summary>
    public static async Task<FirefoxPage> OpenAsync(RunData run)
    {
        var executable = Environment.GetEnvironmentVariable("HAYSTACK_FIREFOX") ?? "/usr/bin/firefox-esr";
        Assert.SkipUnless(File.Exists(executable), $"no Firefox at {executable}: run .ci/install-browser or set HAYSTACK_FIREFOX");
        var directory = Directory.CreateTempSubdirectory("haystack-firefox-").FullName;
        var report = Path.Combine(directory, "report.html");
        HtmlReport.Write(run, report, TestContext.Current.CancellationToken);
        var profile = Directory.CreateDirectory(Path.Combine(directory, "profile")).FullName;
        var start = new ProcessStartInfo(executable, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HOME"] = directory;
        var page = new FirefoxPage(Process.Start(start)!, directory);
        try
        {
            await page._socket.ConnectAsync(new Uri($"{await page.AddressAsync()}/session"), TestContext.Current.CancellationToken);
            await page.OpenAsync(new Uri(report).AbsoluteUri);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    /// <summary>What an expression, or the promise that it gives, comes to, as text.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        var result = await AskAsync("script.evaluate", new() { ["expression"] = $"Promise.resolve({expression}).then(String)", ["target"] = new JsonObject { ["context"] = _context }, ["awaitPromise"] = true });
        return result["result"]?["value"]?.GetValue<string>() ?? throw new InvalidOperationException(result.ToJsonString());
    }

    /// <summary>What the window shows, as a PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((await AskAsync("browsingContext.captureScreenshot", new() { ["context"] = _context }))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task OpenAsync(string address)
    {
        await AskAsync("session.new", new() { ["capabilities"] = new JsonObject() });
        await AskAsync("session.subscribe", new() { ["events"] = new JsonArray("log.entryAdded", "network.beforeRequestSent") });
        var tree = await AskAsync("browsingContext.getTree", []);
        _context = tree["contexts"]![0]!["context"]!.GetValue<string>();
        Faults.Clear();
        await AskAsync("browsingContext.navigate", new() { ["context"] = _context, ["url"] = address, ["wait"] = "complete" });
        await EvaluateAsync("new Promise(done => { const look = () => document.getElementById('loading') ? setTimeout(look, 20) : done(); look(); })");
        Faults.RemoveAll(f => f == $"request: {address}");
    }

    /// <summary>The address that Firefox says it listens at.</summary>
    private async Task<string> AddressAsync()
    {
        const string before = "WebDriver BiDi listening on ";
        while (await _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(before, StringComparison.Ordinal))
            {
                // Nobody reads on: a full pipe would stop the browser.
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return line[before.Length..].Trim();
            }
        }

        throw new InvalidOperationException("Firefox ended before it listened");
    }

    private async Task<JsonNode> AskAsync(string method, JsonObject parameters)
    {
        var id = ++_commands;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message["type"]?.GetValue<string>() == "event")
                Note(message);
            else if (message["id"]?.GetValue<int>() == id)
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
        }
    }

    private void Note(JsonNode message)
    {
        var what = message["params"]!;
        if (message["method"]!.GetValue<string>() == "network.beforeRequestSent")
            NoteRequest(what["request"]!["url"]!.GetValue<string>());
        else if (what["level"]?.GetValue<string>() is "error" or "warn")
            Faults.Add($"console: {what["text"]}");
    }

    private void NoteRequest(string address)
    {
        // Firefox loads a font of its own from data for the marks of lists; no page may, and nothing leaves the machine.
        if (!address.StartsWith("data:font/", StringComparison.Ordinal))
            Faults.Add($"request: {address}");
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var whole = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer, TestContext.Current.CancellationToken);
            whole.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonNode.Parse(whole.ToArray())!;
        }
    }
}
