using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>One JSON line under way: the fields go through <see cref="Json"/>, the message past it.</summary>
internal sealed class LineWriter(EscapedCorpus corpus) : IDisposable
{
    // The message is put into the buffer past the writer, which therefore cannot check that the parts fit together.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _document = new(1 << 16);
    private readonly ArrayBufferWriter<byte> _line = new(1 << 16);
    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);
    private Document? _written;

    /// <summary>Where a line's fields are written.</summary>
    public Utf8JsonWriter Json => _json;

    /// <summary>Begins a line.</summary>
    public void Begin()
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
    }

    /// <summary>Ends the line, line feed included; valid until the next one begins.</summary>
    public ReadOnlyMemory<byte> End()
    {
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }

    /// <summary>Writes the messages of a prompt: one object, <c>role</c> and <c>content</c>.</summary>
    public void Messages(string name, Prompt prompt)
    {
        _json.WriteStartArray(name);
        _json.WriteStartObject();
        _json.WriteString("role"u8, "user"u8);
        _json.WritePropertyName("content"u8);
        // The document is copied as it lies in the escaped corpus: the writer would encode 600 kB anew for each question.
        _json.Flush();
        _line.Write("\""u8);
        _line.Write(EscapedCorpus.Escape(prompt.Head));
        if (prompt.Document is { } document)
            _line.Write(Escaped(document));
        _line.Write(EscapedCorpus.Escape(prompt.Tail));
        _line.Write("\""u8);
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    public void Dispose() => _json.Dispose();

    private ReadOnlySpan<byte> Escaped(Document document)
    {
        if (!ReferenceEquals(document, _written))
        {
            _document.ResetWrittenCount();
            foreach (var slice in document.Slices)
                _document.Write(slice.IsCorpus ? corpus.Of(slice) : EscapedCorpus.Escape(slice.Span));
            _written = document;
        }

        return _document.WrittenSpan;
    }
}
