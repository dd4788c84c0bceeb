using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>An Ollama that answers at once with a fixed line, on bare sockets: what it costs is hardly anything.</summary>
internal sealed class InstantServer : IAsyncDisposable
{
    private const string ReplyText =
        "{\"model\":\"test:7b\",\"message\":{\"role\":\"assistant\",\"content\":\"Answer: Vel\"},\"done\":false}\n"
        + "{\"model\":\"test:7b\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"load_duration\":20000000,\"prompt_eval_count\":2048,\"eval_count\":4}\n";

    private static readonly byte[] Reply = Encoding.ASCII.GetBytes(ReplyText);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<long, Task> _beforeReply;
    private readonly double? _bytesPerToken;
    private readonly FakeModel? _model;
    private readonly ConcurrentDictionary<string, int> _paragraphs = new();

    /// <param name="beforeReply">What a chat request of so many bytes waits for.</param>
    /// <param name="bytesPerToken">Prompts are counted by their bytes; null for 2,048 tokens whatever comes.</param>
    /// <param name="model">What shows its vocabulary and counts prompts with it, template included; null for one that does neither.</param>
    public InstantServer(Func<long, Task>? beforeReply = null, double? bytesPerToken = null, FakeModel? model = null)
    {
        _bytesPerToken = bytesPerToken;
        _model = model;
        _beforeReply = beforeReply ?? (_ => Task.CompletedTask);
        _listener.Start(512);
        _ = AcceptAsync();
    }

    public string Endpoint => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        client.NoDelay = true;
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                int end;
                while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
                {
                    var read = await stream.ReadAsync(buffer.AsMemory(filled), _stop.Token);
                    if (read == 0)
                        return;
                    filled += read;
                }

                var head = Encoding.ASCII.GetString(buffer, 0, end);
                var body = Length(head) - (filled - end - 4);
                var counted = _bytesPerToken is { } bytes ? (int?)(Length(head) / bytes) : null;
                if (_model is not null && head.StartsWith("POST /api/chat ", StringComparison.Ordinal))
                {
                    counted = Count(await ReadBodyAsync(stream, buffer.AsMemory(end + 4, filled - end - 4), body));
                    body = 0;
                }

                while (body > 0)
                    body -= await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, body)), _stop.Token);
                filled = 0;
                await AnswerAsync(stream, head, counted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client left, or the test is over.
        }
    }

    private async Task<byte[]> ReadBodyAsync(NetworkStream stream, ReadOnlyMemory<byte> begun, long left)
    {
        var body = new byte[begun.Length + left];
        begun.CopyTo(body);
        await stream.ReadExactlyAsync(body.AsMemory(begun.Length), _stop.Token);
        return body;
    }

    // Counts add up at paragraphs, and each is counted once: a document's are the same in all its prompts.
    private int Count(byte[] body)
    {
        var prompt = (_model!.RolePrefix + Content(body)).AsSpan();
        var tokens = _model.ControlTokens;
        var known = _paragraphs.GetAlternateLookup<ReadOnlySpan<char>>();
        while (prompt.Length > 0)
        {
            var next = prompt[1..].IndexOf(" \n\n");
            var paragraph = next < 0 ? prompt : prompt[..(next + 1)];
            if (!known.TryGetValue(paragraph, out var counted))
                known[paragraph] = counted = _model.Tokenizer.Count(paragraph);
            tokens += counted;
            prompt = prompt[paragraph.Length..];
        }

        return tokens;
    }

    private static string Content(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("content"u8) && reader.Read())
                return reader.GetString()!;
        }

        return "";
    }

    private async Task AnswerAsync(NetworkStream stream, string head, int? counted)
    {
        var path = head.Split(' ', 3)[1];
        var reply = path switch
        {
            "/api/version" => "{\"version\":\"0.34.0\"}"u8.ToArray(),
            "/api/ps" => "{\"models\":[]}"u8.ToArray(),
            "/api/tags" => "{\"models\":[{\"name\":\"test:7b\",\"digest\":\"abc\"}]}"u8.ToArray(),
            "/api/show" when _model is not null => JsonSerializer.SerializeToUtf8Bytes(new FakeModelState(_model).Show(verbose: true)),
            "/api/show" => "{\"details\":{},\"model_info\":{},\"capabilities\":[\"completion\"]}"u8.ToArray(),
            _ when counted is { } tokens => Encoding.ASCII.GetBytes(ReplyText.Replace("2048", tokens.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)),
            _ => Reply,
        };
        if (path == "/api/chat")
            await _beforeReply(Length(head));
        byte[] header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: {reply.Length}\r\n\r\n"));
        await stream.WriteAsync((byte[])[.. header, .. reply], _stop.Token);
    }

    private static long Length(string head)
    {
        var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : long.Parse(head[(at + 16)..].Split('\r')[0], CultureInfo.InvariantCulture);
    }
}
