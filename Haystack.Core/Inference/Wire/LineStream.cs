using System.Buffers;

namespace Haystack.Inference.Wire;

/// <summary>
/// An answer's body, handed on line by line: each line is shown to a function that may note, replace or drop it.
/// </summary>
/// <remarks>
/// Memory is bounded by <see cref="MaxLineBytes"/>. A line is handed on only once it is whole, which costs nothing
/// as both protocols (NDJSON and server-sent events) are read by lines anyway.
/// </remarks>
/// <param name="inner">The body.</param>
/// <param name="onLine">Gets each line, its break included (a line feed, a carriage return, or both); what it returns is handed on.</param>
/// <param name="cancellation">Ends the reading.</param>
/// <param name="onEnd">Is asked once, after the last line, for what is still to be handed on.</param>
internal sealed class LineStream(
    Stream inner, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> onLine, CancellationToken cancellation, Func<ReadOnlyMemory<byte>>? onEnd = null) : AsyncForwardStream
{
    /// <summary>The longest line of an answer that is read: far beyond what one token's message needs.</summary>
    internal const int MaxLineBytes = 4 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int _start, _scanned, _end;
    private bool _ended, _closed, _disposed;
    private ReadOnlyMemory<byte> _pending;
    private long _bytes, _lines;

    /// <summary>The most bytes that are read: messages without text could come for ever.</summary>
    public long MostBytes { get; init; } = long.MaxValue;

    /// <summary>The most lines.</summary>
    public long MostLines { get; init; } = long.MaxValue;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_pending.Length == 0)
        {
            if (TakeLine() is { } line)
                _pending = onLine(line);
            else if (_ended && !_closed)
                (_closed, _pending) = (true, onEnd?.Invoke() ?? default);
            else if (_ended)
                return 0;
            else
                await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _pending.Length);
        _pending[..count].CopyTo(buffer);
        _pending = _pending[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            inner.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _start = _scanned = _end = 0;
            _pending = default;
            _ended = _closed = true;
        }

        base.Dispose(disposing);
    }

    private ReadOnlyMemory<byte>? TakeLine()
    {
        var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        var end = newline >= 0 ? _scanned + newline + 1 : _ended ? _end : -1;
        if (newline >= 0 && _buffer[end - 1] == (byte)'\r' && (end < _end || !_ended))
        {
            // Whether a line feed belongs to it shows with the next byte.
            if (end == _end)
            {
                _scanned = end - 1;
                return null;
            }

            end += _buffer[end] == (byte)'\n' ? 1 : 0;
        }

        if (end <= _start)
        {
            _scanned = _end;
            return null;
        }

        var line = _buffer.AsMemory(_start, end - _start);
        _start = _scanned = end;
        return ++_lines <= MostLines ? line : throw new IOException($"the answer has more than {MostLines} lines, most of them without any text");
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        // The reader's token and the call's: OllamaSharp gives none, other readers give their own.
        using var both = cancellationToken.CanBeCanceled && cancellationToken != cancellation
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cancellation)
            : null;
        var read = await inner.ReadAsync(_buffer.AsMemory(_end), both?.Token ?? cancellation).ConfigureAwait(false);
        _end += read;
        _bytes += read;
        if (_bytes > MostBytes)
            throw new IOException($"the answer is longer than {MostBytes / (1024 * 1024)} MiB, most of it no text");
        _ended = read == 0;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length)
            return;
        if (_buffer.Length >= MaxLineBytes)
            throw new IOException($"the answer has a line of more than {MaxLineBytes / (1024 * 1024)} MiB");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
