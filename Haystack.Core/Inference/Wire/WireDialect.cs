using System.Buffers;
using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>How a client library wants a reply: the least that it can read, written by us.</summary>
internal abstract class WireDialect
{
    /// <summary>The type of such a body.</summary>
    public abstract string MediaType { get; }

    /// <summary>Writes a piece of the reply.</summary>
    public abstract void Piece(IBufferWriter<byte> output, string content, string thinking);

    /// <summary>Writes its end, with what was counted.</summary>
    public abstract void End(IBufferWriter<byte> output, WireTap tap);

    /// <summary>Writes one JSON object.</summary>
    protected static void Object(IBufferWriter<byte> output, Action<Utf8JsonWriter> members)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
    }
}
