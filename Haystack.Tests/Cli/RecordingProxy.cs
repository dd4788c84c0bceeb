using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haystack.Tests.Cli;

/// <summary>A proxy that lets nothing through and remembers whom it was asked for.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _asked = [];
    private readonly Task _loop;

    public RecordingProxy()
    {
        _listener.Start();
        _loop = ListenAsync();
    }

    /// <summary>The first lines of what it was asked, in order.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    /// <summary>The variables that send a process's connections here, but for those to this machine.</summary>
    public IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            var address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
            return new Dictionary<string, string> { ["HTTP_PROXY"] = address, ["HTTPS_PROXY"] = address, ["ALL_PROXY"] = address, ["http_proxy"] = address, ["https_proxy"] = address, ["all_proxy"] = address, ["NO_PROXY"] = "", ["no_proxy"] = "" };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // A listener that is stopped between two connections would be asked for the next one.
        await _loop;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var buffer = new byte[1024];
                var read = await client.GetStream().ReadAsync(buffer, _stop.Token);
                lock (_asked)
                    _asked.Add(Encoding.ASCII.GetString(buffer, 0, read).Split('\r')[0]);
                await client.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Stopped.
        }
    }
}
