using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Haystack.Tests.Sweeping;

/// <summary>
/// Stands on a port of its own before a server and hands everything through, but for every twentieth question (5%): that
/// one's connection is reset, and for a moment nobody listens, so that connections are refused.
/// </summary>
internal sealed class RefusingDoor : IAsyncDisposable
{
    private const int Every = 20;

    /// <summary>Longer than a question of these tests is tried, so that some are given up.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(80);

    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _closing = new(1);
    private readonly int _port;
    private TcpListener _listener;
    private int _questions;
    private int _refusals;

    public RefusingDoor(string endpoint)
    {
        _server = IPEndPoint.Parse(new Uri(endpoint).Authority);
        _listener = Listen(0);
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    /// <summary>How many times nobody listened.</summary>
    public int Refusals => _refusals;

    /// <summary>Whether it may close: probes before a sweep are let through.</summary>
    public bool MayClose { get; set; }

    /// <summary>Waits until somebody listens.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _closing.WaitAsync(cancellationToken);
        _closing.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _closing.WaitAsync();
        _listener.Dispose();
        _closing.Dispose();
        _stop.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        // Connections of before still stand on this port.
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = HandThroughAsync(await listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task HandThroughAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server, _stop.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                await await Task.WhenAny(RequestsAsync(client, near, far), far.CopyToAsync(near, _stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // One of the two left.
            }
        }
    }

    private async Task RequestsAsync(TcpClient client, NetworkStream near, NetworkStream far)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await near.ReadAsync(buffer, _stop.Token)) > 0)
        {
            // A request's head comes by itself or before its body.
            if (MayClose && buffer.AsSpan(0, read).StartsWith("POST /api/chat "u8) && Interlocked.Increment(ref _questions) % Every == 0)
            {
                client.LingerState = new LingerOption(true, 0);
                await CloseForAMomentAsync();
                return;
            }

            await far.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private async Task CloseForAMomentAsync()
    {
        await _closing.WaitAsync();
        _listener.Stop();
        _refusals++;
        _ = OpenAgainAsync();
    }

    private async Task OpenAgainAsync()
    {
        await Task.Delay(Moment, CancellationToken.None);
        _listener = Listen(_port);
        _ = AcceptAsync(_listener);
        _closing.Release();
    }
}
