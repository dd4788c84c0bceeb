using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Takes what a <see cref="FrameCutter"/> finds in an answer's body, in order.</summary>
internal interface IWireSink
{
    /// <summary>A message.</summary>
    /// <param name="message">A JSON object, good until this returns.</param>
    /// <param name="name">The event's name; null without one.</param>
    void OnMessage(JsonElement message, string? name);

    /// <summary>An event's text that is no JSON object, or a line outside of all events.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The event's name; null without one.</param>
    void OnText(string text, string? name);

    /// <summary>The protocol's own mark of the end (<c>[DONE]</c>).</summary>
    void OnDone();

    /// <summary>A line of a web page, where an answer was due.</summary>
    void OnPage(string line);
}
