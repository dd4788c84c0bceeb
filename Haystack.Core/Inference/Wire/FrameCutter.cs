using System.Buffers;
using System.Text;

namespace Haystack.Inference.Wire;

/// <summary>
/// Cuts an answer's lines into messages, whatever frames them: server-sent events (comments, names, data over several
/// lines, no blank line between), a JSON object a line, one JSON object or array over many lines, or several of these.
/// </summary>
internal sealed class FrameCutter(IWireSink sink)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly ArrayBufferWriter<byte> _open = new();
    private JsonExtent _extent;
    private bool _isData, _seen, _isPage;
    private string? _name;

    /// <summary>Takes the next line.</summary>
    /// <exception cref="IOException">It holds a message that is none.</exception>
    public void Line(ReadOnlyMemory<byte> line)
    {
        var first = !_seen;
        var text = Trimmed(first && line.Span.StartsWith(ByteOrderMark) ? line[3..] : line);
        if (text.IsEmpty)
        {
            EndEvent();
            return;
        }

        _seen = true;
        if (_isPage || (first && text.Span[0] == (byte)'<'))
        {
            _isPage = true;
            sink.OnPage(Encoding.UTF8.GetString(text.Span));
        }
        else if (_extent.IsOpen && !_isData)
        {
            Json(text);
        }
        else if (Field(text, out var name, out var value))
        {
            OnField(name, value);
        }
        else if (!_extent.IsOpen && IsJson(text.Span))
        {
            _isData = false;
            Json(text);
        }
        else if (text.Span[0] != (byte)':')
        {
            RefuseDamaged(text.Span);
            sink.OnText(Encoding.UTF8.GetString(text.Span), _name);
        }
    }

    private void OnField(string name, ReadOnlyMemory<byte> value)
    {
        switch (name)
        {
            case "data":
                Data(value);
                break;
            case "event":
                _name = Encoding.UTF8.GetString(value.Span).Trim();
                break;
            case "error":
                sink.OnText(Encoding.UTF8.GetString(value.Span), "error");
                break;
        }
    }

    private void Data(ReadOnlyMemory<byte> value)
    {
        // Some proxies put their own "data:" before the one that is there.
        while (!_extent.IsOpen && Field(value, out var again, out var inner) && again == "data")
            value = inner;
        var text = value.Trim(" \t"u8);
        if (_extent.IsOpen || IsJson(text.Span))
        {
            _isData = true;
            Json(text);
            return;
        }

        RefuseDamaged(text.Span);
        var words = Encoding.UTF8.GetString(text.Span);
        var letters = string.Concat(words.Where(char.IsLetter));
        if (letters.Equals("done", StringComparison.OrdinalIgnoreCase) || words is "[END]" or "[EOS]" or "[STOP]")
            sink.OnDone();
        else if (words.Length > 0 && words[0] != ':' && words is not ("null" or "\"\"" or "[]" or "true"))
            sink.OnText(words, _name);
    }

    // Blank lines end events; within a JSON text of many lines they mean nothing.
    private void EndEvent()
    {
        if (_isData && _extent.IsOpen)
            throw Broken(_open.WrittenSpan);
        _name = _extent.IsOpen ? _name : null;
    }

    private void Json(ReadOnlyMemory<byte> text)
    {
        if (_extent.IsInString)
            throw Broken(_open.WrittenSpan);
        if (_extent.IsOpen)
            _open.Write("\n"u8);
        while (!text.IsEmpty)
        {
            var (start, end) = _extent.Scan(text.Span, out var junk);
            if (junk >= 0)
                sink.OnText(Encoding.UTF8.GetString(text.Span[junk..]), _name);
            if (start < 0)
                return;
            if (_open.WrittenCount + text.Length > LineStream.MaxLineBytes)
                throw new IOException($"the answer has a message of more than {LineStream.MaxLineBytes / (1024 * 1024)} MiB");
            if (end < 0)
            {
                _open.Write(text.Span[start..]);
                return;
            }

            if (_open.WrittenCount > 0)
            {
                _open.Write(text.Span[..end]);
                Message(_open.WrittenMemory);
                _open.ResetWrittenCount();
            }
            else
            {
                Message(text[start..end]);
            }

            text = text[end..];
        }
    }

    private void Message(ReadOnlyMemory<byte> json)
    {
        using var document = LooseJson.Parse(json) ?? throw Broken(json.Span);
        sink.OnMessage(document.RootElement, _name);
    }

    // Words are passed over; a message that lost its beginning would be lost with its text.
    private static void RefuseDamaged(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\":"u8) >= 0 && text.IndexOfAny((byte)'{', (byte)'}') >= 0)
            throw Broken(text);
    }

    private static IOException Broken(ReadOnlySpan<byte> json) =>
        new($"a message of the answer is not JSON: {Encoding.UTF8.GetString(json[..Math.Min(json.Length, 200)])}");

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[' or (byte)']' or (byte)','))
            return false;
        var inner = text.TrimStart("[], \t"u8);
        return inner.IsEmpty ? text.Length == 1 : inner[0] == (byte)'{';
    }

    // "data: x", "data:x", "data" alone; a name that is none of the protocol's belongs to no field.
    private static bool Field(ReadOnlyMemory<byte> line, out string name, out ReadOnlyMemory<byte> value)
    {
        (name, value) = ("", default);
        var colon = line.Span.IndexOf((byte)':');
        var head = (colon < 0 ? line : line[..colon]).Trim(" \t"u8);
        if (head.Length is 0 or > 5)
            return false;
        name = Encoding.ASCII.GetString(head.Span).ToLowerInvariant();
        value = colon < 0 ? default : line[(colon + 1)..];
        return name is "data" or "event" or "id" or "retry" || (name == "error" && colon > 0);
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> line) => line.TrimEnd("\r\n"u8).TrimStart(" \t\u001E"u8);
}
