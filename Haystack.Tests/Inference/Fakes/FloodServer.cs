using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>A server on a bare socket that lists one model of OpenAI's kind, and answers a chat with a head and then the same bytes for ever.</summary>
internal sealed class FloodServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly string _head, _flood;
    private readonly int _pauseMs;

    /// <param name="head">What an answer begins with.</param>
    /// <param name="flood">What comes then, again and again.</param>
    /// <param name="pauseMs">How long it waits between; 0 for as fast as it can.</param>
    public FloodServer(string head, string flood, int pauseMs = 0)
    {
        (_head, _flood, _pauseMs) = (head, flood, pauseMs);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its base URL.</summary>
    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>Bytes of answers to chats so far.</summary>
    public long Sent { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // A listener that is stopped between two connections would be asked for the next one.
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await HeadAsync(stream);
                if (request.StartsWith("GET", StringComparison.Ordinal))
                {
                    const string List = "{\"object\":\"list\",\"data\":[{\"id\":\"test-7b\",\"object\":\"model\"}]}";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Contains("/v1/models ", StringComparison.Ordinal)
                        ? $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {List.Length}\r\nConnection: close\r\n\r\n{List}"
                        : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
                    return;
                }

                await stream.WriteAsync(Encoding.UTF8.GetBytes(_head), _stop.Token);
                var bytes = Encoding.UTF8.GetBytes(_pauseMs > 0 ? _flood : string.Concat(Enumerable.Repeat(_flood, Math.Max(1, 65_536 / _flood.Length))));
                while (true)
                {
                    await stream.WriteAsync(bytes, _stop.Token);
                    Sent += bytes.Length;
                    if (_pauseMs > 0)
                        await Task.Delay(_pauseMs, _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // Hung up on, as is to be hoped.
            }
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var (head, buffer) = (new StringBuilder(), new byte[4096]);
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        return head.ToString();
    }
}
